import { IMAGE } from '../../media/media-kind.js';
import { type MediaStore } from '../../media/media-store.js';
import { type Provider } from '../../provider/provider.port.js';
import { type Catalog } from '../catalog.port.js';
import { FetchMedia } from '../fetch-media.js';
import { type ItemWork } from '../work-item.js';

export function fetchImage(provider: Provider, store: MediaStore, catalog: Catalog): ItemWork {
  return new FetchMedia(
    {
      name: 'image',
      owner: 'image',
      kind: IMAGE,
      open: (id, signal) => provider.openImage(id, signal),
      attachment: (id, { uri, facts }) => ({ kind: 'image', id, uri, width: facts.width, height: facts.height }),
    },
    store,
    catalog,
  );
}
