import { IMAGE_SIZES, type ImageSize } from '@pezzottify/contracts';
import { type ImageEdit } from '../entity-edits.js';
import { IsId, IsMediaUri, IsNumberFrom, IsWord } from './fields.js';

const LARGEST_SIDE = 65_535;

export class ImageDto implements ImageEdit {
  @IsMediaUri()
  uri: string;

  @IsWord(IMAGE_SIZES)
  size: ImageSize;

  @IsNumberFrom(1, LARGEST_SIDE)
  width: number;

  @IsNumberFrom(1, LARGEST_SIDE)
  height: number;
}

export class NewImageDto extends ImageDto {
  @IsId()
  id: string;
}
