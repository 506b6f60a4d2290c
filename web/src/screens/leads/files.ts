/** Where the files go that records of contacts with leads name. */
export const FILES = '/api/leads/v1/files';
