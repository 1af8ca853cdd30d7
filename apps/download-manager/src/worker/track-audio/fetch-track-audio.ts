import { AUDIO } from '../../media/media-kind.js';
import { type MediaStore } from '../../media/media-store.js';
import { type Provider } from '../../provider/provider.port.js';
import { type Catalog } from '../catalog.port.js';
import { FetchMedia } from '../fetch-media.js';
import { type ItemWork } from '../work-item.js';

export function fetchTrackAudio(provider: Provider, store: MediaStore, catalog: Catalog): ItemWork {
  return new FetchMedia(
    {
      name: 'audio',
      owner: 'track',
      kind: AUDIO,
      open: (id, signal) => provider.openAudio(id, signal),
      attachment: (id, { uri, facts }) => ({ kind: 'track_audio', id, uri, format: facts.format }),
    },
    store,
    catalog,
  );
}
