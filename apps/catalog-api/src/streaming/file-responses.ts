/** The answers of a file in the API description. */
export const FILE_BYTES = { type: 'string', format: 'binary' };

export const PARTIAL_CONTENT = {
  status: 206,
  description: 'The bytes of one range, with Content-Range',
  schema: FILE_BYTES,
};

export const NOT_MODIFIED = { status: 304, description: 'The file is the one the client has' };
