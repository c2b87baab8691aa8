/**
 * How fast sessions are listed when there are many: 100,000 sessions of 1,000 rooms, their participants and stays, and
 * 1,000,000 rows of quality, through the REST API of a server in this process, on SQLite and on PostgreSQL.
 *
 *   npm run bench -- sessions [SESSIONS] [ROWS]
 *
 * Prints p50 and p95 in ms of each call, and fails when the first page takes longer than 50 ms (p50).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Insertable, type RawBuilder, sql } from 'kysely';
import { Database, type Queries } from '../packages/server/src/db/Database.ts';
import { newDocumentId } from '../packages/server/src/db/ids.ts';
import type { Tables } from '../packages/server/src/db/schema.ts';
import { createLogger, loadConfig, mintToken, startServer } from '../packages/server/src/index.ts';
import { newTestKey, testEnvironment } from '../packages/server/test/support/environment.ts';
import { UNLIMITED } from '../packages/server/test/support/unlimited.ts';
import { startPostgres } from '../scripts/test/postgres.mjs';

const SESSIONS = Number(process.argv[2] ?? 100_000);
const ROWS = Number(process.argv[3] ?? 1_000_000);
const ROOMS = 1000;
const PEOPLE = 2;
const CHUNK = 1000;
const REQUESTS = 60;
const WARM_UP = 5;
const TARGET_MS = 50;
/** One call of four hours with 20 people, measured every ten seconds, is among the rows. */
const LONG_CALL = { people: 20, samples: 1440 };
const START = Date.UTC(2026, 0, 1);

interface Filled {
	readonly roomId: string;
	/** An ordinary session. */
	readonly sessionId: string;
	readonly longCall: string;
}

const postgres = await startPostgres();
let failed = false;
try {
	for (const databaseUrl of [undefined, postgres.url]) failed = !(await run(databaseUrl)) || failed;
} finally {
	await postgres.stop();
}
process.exit(failed ? 1 : 0);

async function run(databaseUrl: string | undefined): Promise<boolean> {
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-bench-'));
	const key = newTestKey();
	const engine = databaseUrl === undefined ? ('sqlite' as const) : ('postgres' as const);
	const config = loadConfig({
		...(await testEnvironment(dataDir, { engine, url: databaseUrl, drop: async () => {} }, key)),
		...UNLIMITED,
	});
	const logger = createLogger(config);
	const server = await startServer(config, { logger });
	const database = await Database.open(config, logger);
	try {
		const from = performance.now();
		const { roomId, sessionId, longCall } = await fill(database, key.id);
		// PostgreSQL gathers its statistics on its own, within about a minute.
		if (engine === 'postgres') await sql`vacuum analyze`.execute(database.queries);
		console.log(`${engine}: ${SESSIONS} sessions, ${ROWS} rows of quality, made in ${seconds(from)} s`);
		const authorization = await mintToken(key, { permissions: ['allow_join'], expiresIn: 3600 });
		const time = async (path: string) => {
			const timings: number[] = [];
			for (let i = 0; i < REQUESTS + WARM_UP; i++) {
				const before = performance.now();
				const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization } });
				if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
				await response.arrayBuffer();
				if (i >= WARM_UP) timings.push(performance.now() - before);
			}
			timings.sort((a, b) => a - b);
			const at = (share: number) => timings[Math.floor(share * timings.length)] ?? Number.NaN;
			console.log(`  ${at(0.5).toFixed(1).padStart(7)} ${at(0.95).toFixed(1).padStart(7)}  GET ${path}`);
			return at(0.5);
		};
		console.log('      p50     p95  ms');
		const first = await time('/v2/sessions');
		await time('/v2/sessions?perPage=100');
		await time(`/v2/sessions?page=${Math.floor(SESSIONS / 40)}`);
		await time('/v2/sessions?status=ongoing');
		await time('/v2/sessions?status=ended');
		await time(`/v2/sessions?startDate=${START + 1000 * 60_000}`);
		await time(`/v2/sessions?roomId=${roomId}`);
		await time(`/v2/sessions/${sessionId}`);
		await time(`/v2/sessions/${longCall}`);
		await time(`/v2/sessions/${longCall}/participant/p0/stats`);
		await time(`/v2/sessions/${longCall}/stats`);
		const good = first <= TARGET_MS;
		console.log(
			`  first page: ${first.toFixed(1)} ms, target ${TARGET_MS} ms: ${(first / TARGET_MS).toFixed(2)} of it`,
		);
		return good;
	} finally {
		await database.close();
		await server.close();
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** Writes what many calls would have written. */
async function fill(database: Database, keyId: string): Promise<Filled> {
	const rooms = Array.from({ length: ROOMS }, (_, i) => ({
		id: newDocumentId(START),
		key_id: keyId,
		room_id: `benc-h${String(i).padStart(3, '0')}-room`,
		created_at: START,
		updated_at: START,
	}));
	await database.queries.insertInto('rooms').values(rooms).execute();
	let longCall = '';
	let sessionId = '';
	for (let first = 0; first < SESSIONS; first += CHUNK) {
		const sessions: Insertable<Tables['sessions']>[] = [];
		const participants: Insertable<Tables['participants']>[] = [];
		const stays: Insertable<Tables['stays']>[] = [];
		for (let i = first; i < Math.min(first + CHUNK, SESSIONS); i++) {
			// One begins every minute and lasts half an hour; the last ones run.
			const start_at = START + i * 60_000;
			const end_at = i >= SESSIONS - 20 ? null : start_at + 1_800_000;
			const id = newDocumentId(start_at);
			if (i === 0) longCall = id;
			if (i === Math.floor(SESSIONS / 2)) sessionId = id;
			const ended = end_at === null ? null : 'LAST_PARTICIPANT_LEFT';
			const room = rooms[i % ROOMS]?.id ?? '';
			sessions.push({ id, key_id: keyId, room, run_id: 'bench', start_at, end_at, end_reason: ended });
			for (let person = 0; person < (i === 0 ? LONG_CALL.people : PEOPLE); person++) {
				const participant = newDocumentId(start_at);
				participants.push({
					id: participant,
					session_id: id,
					participant_id: `p${person}`,
					name: `Person ${person}`,
					mode: 'SEND_AND_RECV',
					joined_at: start_at + person,
				});
				stays.push({ id: newDocumentId(start_at), session_id: id, participant, start_at: start_at + person, end_at });
			}
		}
		await database.transaction(async (queries) => {
			await queries.insertInto('sessions').values(sessions).execute();
			await queries.insertInto('participants').values(participants).execute();
			await queries.insertInto('stays').values(stays).execute();
		});
	}
	const long = sql`session_id = ${longCall}`;
	await measure(database.queries, long, LONG_CALL.samples, LONG_CALL.people * LONG_CALL.samples);
	const rest = ROWS - LONG_CALL.people * LONG_CALL.samples;
	await measure(database.queries, sql`session_id <> ${longCall}`, Math.ceil(rest / (SESSIONS * PEOPLE)) + 1, rest);
	return { roomId: rooms[1]?.room_id ?? '', sessionId, longCall };
}

/** Rows of quality for some participants, written by the database itself. */
async function measure(queries: Queries, whose: RawBuilder<unknown>, samples: number, limit: number): Promise<void> {
	const count = sql.lit(samples - 1);
	await sql`
		insert into quality_samples
		select id, joined_at / 10000 * 10000 + n * 10000, session_id, n % 3, n % 5, 0, n % 2, 20.5, 21.5, 2.5, 8.5,
			31000, 640000, 33000, 1250000, 4.3, 4.1, '{"360":1}'
		from participants
		cross join (with recursive series(n) as (select 0 union all select n + 1 from series where n < ${count}) select n from series) as series
		where ${whose} limit ${sql.lit(limit)}`.execute(queries);
}

function seconds(from: number): string {
	return ((performance.now() - from) / 1000).toFixed(0);
}
