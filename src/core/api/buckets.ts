/** The bucket in which a fetched snapshot has its name. */
export const FETCHED = 'fetched';
