import type { Queries } from '../db/Database.ts';
import { epochMs } from '../time/clock.ts';

/** Only ever one row. */
const ID = 1;

/** Keep a secret, unless there is one. */
export async function insertLinkSecret(queries: Queries, secret: string): Promise<void> {
	await queries
		.insertInto('file_link_secret')
		.values({ id: ID, secret, created_at: epochMs() })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** @throws when there is none */
export async function findLinkSecret(queries: Queries): Promise<string> {
	const { secret } = await queries
		.selectFrom('file_link_secret')
		.select('secret')
		.where('id', '=', ID)
		.executeTakeFirstOrThrow();
	return secret;
}
