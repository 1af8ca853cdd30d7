/** Where a scan is. `filesToRead` counts new and changed files; the others are known already. */
export interface ScanProgress {
  phase: 'idle' | 'looking' | 'reading' | 'grouping';
  filesFound: number;
  filesToRead: number;
  filesRead: number;
}

export const NO_PROGRESS: ScanProgress = { phase: 'idle', filesFound: 0, filesToRead: 0, filesRead: 0 };
