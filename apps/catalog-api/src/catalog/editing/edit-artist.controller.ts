import { Controller } from '@nestjs/common';
import { ApiTags, BodyOf, IdParam } from '@pezzottify/http-edge';
import { ARTIST } from '../content-schemas.js';
import { ArtistDto, NewArtistDto } from './dto/artist.dto.js';
import { EditCatalogUsecase } from './edit-catalog.usecase.js';
import { CreatesEntity, INVALID, RemovesEntity, ReplacesEntity } from './edit-routes.js';

@ApiTags('catalog edit')
@Controller('v1/content/artist')
export class EditArtistController {
  constructor(private readonly catalog: EditCatalogUsecase) {}

  @CreatesEntity('artist', ARTIST)
  create(@BodyOf(NewArtistDto, INVALID) { id, ...artist }: NewArtistDto): Promise<string> {
    return this.catalog.create('artist', id, artist);
  }

  @ReplacesEntity('artist', ARTIST)
  replace(@IdParam('id') id: string, @BodyOf(ArtistDto, INVALID) artist: ArtistDto): Promise<string> {
    return this.catalog.replace('artist', id, artist);
  }

  @RemovesEntity('artist')
  remove(@IdParam('id') id: string): Promise<void> {
    return this.catalog.remove('artist', id);
  }
}
