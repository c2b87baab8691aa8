import type { Page } from 'playwright-core';

/** The pages that were opened since the last test began. */
export const opened = new Set<Page>();
