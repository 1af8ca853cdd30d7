import { Controller } from '@nestjs/common';
import { ApiTags, BodyOf, IdParam } from '@pezzottify/http-edge';
import { ALBUM } from '../content-schemas.js';
import { AlbumDto, NewAlbumDto } from './dto/album.dto.js';
import { EditCatalogUsecase } from './edit-catalog.usecase.js';
import { CreatesEntity, INVALID, RemovesEntity, ReplacesEntity } from './edit-routes.js';

@ApiTags('catalog edit')
@Controller('v1/content/album')
export class EditAlbumController {
  constructor(private readonly catalog: EditCatalogUsecase) {}

  @CreatesEntity('album', ALBUM)
  create(@BodyOf(NewAlbumDto, INVALID) { id, ...album }: NewAlbumDto): Promise<string> {
    return this.catalog.create('album', id, album);
  }

  @ReplacesEntity('album', ALBUM)
  replace(@IdParam('id') id: string, @BodyOf(AlbumDto, INVALID) album: AlbumDto): Promise<string> {
    return this.catalog.replace('album', id, album);
  }

  @RemovesEntity('album')
  remove(@IdParam('id') id: string): Promise<void> {
    return this.catalog.remove('album', id);
  }
}
