import { Controller } from '@nestjs/common';
import { ApiTags, BodyOf, IdParam } from '@pezzottify/http-edge';
import { IMAGE } from '../content-schemas.js';
import { ImageDto, NewImageDto } from './dto/image.dto.js';
import { EditCatalogUsecase } from './edit-catalog.usecase.js';
import { CreatesEntity, INVALID, RemovesEntity, ReplacesEntity } from './edit-routes.js';

@ApiTags('catalog edit')
@Controller('v1/content/image')
export class EditImageController {
  constructor(private readonly catalog: EditCatalogUsecase) {}

  @CreatesEntity('image', IMAGE)
  create(@BodyOf(NewImageDto, INVALID) { id, ...image }: NewImageDto): Promise<string> {
    return this.catalog.create('image', id, image);
  }

  @ReplacesEntity('image', IMAGE)
  replace(@IdParam('id') id: string, @BodyOf(ImageDto, INVALID) image: ImageDto): Promise<string> {
    return this.catalog.replace('image', id, image);
  }

  @RemovesEntity('image')
  remove(@IdParam('id') id: string): Promise<void> {
    return this.catalog.remove('image', id);
  }
}
