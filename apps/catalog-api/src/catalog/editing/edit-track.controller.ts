import { Controller } from '@nestjs/common';
import { ApiTags, BodyOf, IdParam } from '@pezzottify/http-edge';
import { TRACK } from '../content-schemas.js';
import { TrackDto, NewTrackDto } from './dto/track.dto.js';
import { EditCatalogUsecase } from './edit-catalog.usecase.js';
import { CreatesEntity, INVALID, RemovesEntity, ReplacesEntity } from './edit-routes.js';

@ApiTags('catalog edit')
@Controller('v1/content/track')
export class EditTrackController {
  constructor(private readonly catalog: EditCatalogUsecase) {}

  @CreatesEntity('track', TRACK)
  create(@BodyOf(NewTrackDto, INVALID) { id, ...track }: NewTrackDto): Promise<string> {
    return this.catalog.create('track', id, track);
  }

  @ReplacesEntity('track', TRACK)
  replace(@IdParam('id') id: string, @BodyOf(TrackDto, INVALID) track: TrackDto): Promise<string> {
    return this.catalog.replace('track', id, track);
  }

  @RemovesEntity('track')
  remove(@IdParam('id') id: string): Promise<void> {
    return this.catalog.remove('track', id);
  }
}
