/** The parts of the answers that the stories look at, as the HTTP contract names them. */
export interface SearchResult {
  id: string;
  name: string;
  artist_name: string;
  in_catalog: boolean;
  in_queue: boolean;
}

export interface RequestView {
  id: string;
  status: string;
  error_type: string | null;
  error_message: string | null;
  queue_position: number | null;
  retry_count: number;
  progress: { total_children: number; completed: number; failed: number; pending: number; in_progress: number } | null;
}

export interface TrackView {
  id: string;
  name: string;
  audio_uri: string;
  format: string;
}

export interface ResolvedAlbum {
  album: { id: string; name: string };
  artist_name: string;
  discs: { number: number; tracks: TrackView[] }[];
  display_image: { id: string; uri: string } | null;
}
