import { rm } from 'node:fs/promises';

/**
 * Removes a folder with all that is in it. A program that was killed a moment ago may still write there: a composer closes
 * its files after its server is gone.
 */
export const removeFolder = (folder: string): Promise<void> =>
	rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
