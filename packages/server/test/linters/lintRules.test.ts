import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it, vi } from 'vitest';

vi.setConfig({ hookTimeout: 120_000 });

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const SRC = 'packages/server/src';

/** A file, and the rule that must find something in it; undefined: it is as it should be. */
interface Probe {
	readonly path: string;
	readonly text: string;
	readonly rule: string | undefined;
}

const PROBES: readonly Probe[] = [
	{ path: `${SRC}/a/work.ts`, text: 'async function work() {}\n\nwork();\n', rule: 'noFloatingPromises' },
	{
		path: `${SRC}/a/hen.ts`,
		text: "import type { Egg } from './egg.ts';\n\nexport type Hen = Egg;\n",
		rule: 'noImportCycles',
	},
	{
		path: `${SRC}/a/egg.ts`,
		text: "import type { Hen } from './hen.ts';\n\nexport type Egg = Hen;\n",
		rule: 'noImportCycles',
	},
	{ path: `${SRC}/a/look.ts`, text: 'export function look() {\n\tdebugger;\n}\n', rule: 'noDebugger' },
	{
		path: `${SRC}/a/unused.ts`,
		text: "import { join } from 'node:path';\n\nexport const name = 1;\n",
		rule: 'noUnusedImports',
	},
	{ path: `${SRC}/a/listing-rooms.ts`, text: 'export const listingRooms = 1;\n', rule: 'useFilenamingConvention' },
	{ path: `${SRC}/a/Rooms.ts`, text: 'export const listRooms = 1;\n', rule: 'useFilenamingConvention' },
	{ path: `${SRC}/a/Room.ts`, text: 'export class Room {}\n', rule: undefined },
	{ path: `${SRC}/a/listRooms.ts`, text: 'export const listRooms = 1;\n', rule: undefined },
	{ path: 'packages/composer/src/time-line.ts', text: 'export const length = 1;\n', rule: undefined },
	importing('packages/contract/src/rest/rooms.ts', ['@roomcast/client'], ['../ids.ts']),
	importing('packages/client/src/meeting/join.ts', ['@roomcast/server/config'], ['@roomcast/contract']),
	importing('packages/meet/src/call/call.ts', ['@roomcast/server'], ['@roomcast/client']),
	importing('packages/meet/src/chat/chat.ts', ['../call/Call.tsx'], ['../meeting/Chime.ts']),
	importing('packages/composer/src/main.ts', ['@roomcast/server'], ['@roomcast/contract/composer/events']),
	importing('packages/watch/src/main.ts', ['@roomcast/client'], ['@roomcast/contract']),
	importing('packages/template-driver/src/main.ts', ['@roomcast/client'], ['@roomcast/contract']),
	importing('packages/cli/src/run.ts', ['@roomcast/meet'], ['@roomcast/server']),
	importing('packages/picture/src/colours.ts', ['@roomcast/meet'], ['@roomcast/contract']),
	importing(`${SRC}/rooms/start.ts`, ['@roomcast/composer', '../main.ts'], ['../media/MediaPool.ts']),
	importing(`${SRC}/egress/service.ts`, ['../hls/HlsStreams.ts', '../http/createApp.ts'], ['../storage/Storage.ts']),
	importing(`${SRC}/media/peer.ts`, ['../sessions/host/SessionHost.ts'], ['../config.ts']),
	importing(`${SRC}/media/voices/meter.ts`, ['../../signalling/routes.ts'], ['../MediaPool.ts']),
	importing(`${SRC}/sessions/admit.ts`, ['../http/createApp.ts', '../egress/Egress.ts'], ['../auth/Caller.ts']),
	importing(`${SRC}/sessions/host/seat.ts`, ['../../signalling/Connection.ts'], ['../../media/MediaPool.ts']),
	importing(`${SRC}/sessions/chat/routes.ts`, ['../../main.ts'], ['../../http/createApp.ts']),
	importing(`${SRC}/rooms/service.ts`, ['./routes.ts', '../http/createApp.ts'], ['./store.ts']),
	importing(`${SRC}/rooms/store.ts`, ['../keys/service.ts'], ['../db/Database.ts', '../keys/keyStore.ts']),
	importing(`${SRC}/sessions/quality/store.ts`, ['../../keys/KeyWatch.ts'], ['../../db/Database.ts']),
	importing(`${SRC}/db/ids.ts`, ['../keys/KeyWatch.ts'], ['../time/clock.ts']),
	importing(`${SRC}/db/sqlite/thread.ts`, ['../../log/logger.ts'], ['../faults.ts', '../../time/clock.ts']),
	importing(`${SRC}/queue/queue.ts`, ['../webhooks/service.ts'], ['../db/Database.ts', '../time/clock.ts']),
	importing(`${SRC}/time/clock.ts`, ['../db/Database.ts'], ['./machine.ts']),
].flat();

/** One file for each import: those that it must not have, also only for types, and those that it may. */
function importing(path: string, forbidden: readonly string[], allowed: readonly string[]): Probe[] {
	const probe = (rule: string | undefined) => (from: string) => ({
		path,
		text: `import type { Thing } from '${from}';\n\nexport type Own = Thing;\n`,
		rule,
	});
	return [...forbidden.map(probe('noRestrictedImports')), ...allowed.map(probe(undefined))];
}

/** The rules that find something in each probe. */
let found: ReadonlyMap<Probe, string[]>;

beforeAll(async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	try {
		found = await lintEach(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});

/** Probes with the same path go into trees of their own. */
async function lintEach(folder: string): Promise<Map<Probe, string[]>> {
	const trees: Map<string, Probe>[] = [];
	for (const probe of PROBES) {
		let tree = trees.find((each) => !each.has(probe.path));
		if (tree === undefined) {
			tree = new Map();
			trees.push(tree);
		}
		tree.set(probe.path, probe);
	}
	const all = new Map<Probe, string[]>(PROBES.map((probe) => [probe, []]));
	for (const [n, tree] of trees.entries()) {
		const root = join(folder, `${n}`);
		for (const { path, text } of tree.values()) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), text);
		}
		await copyFile(join(ROOT, 'biome.jsonc'), join(root, 'biome.jsonc'));
		for (const { category, path } of await lint(root)) all.get(tree.get(path) as Probe)?.push(category);
	}
	return all;
}

async function lint(root: string): Promise<{ category: string; path: string }[]> {
	const args = [BIOME, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', 'packages'];
	const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
		(error: { stdout: string }) => error,
	);
	const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: string } }[] };
	return diagnostics.map(({ category, location }) => ({
		category: category.split('/').at(-1) ?? '',
		path: location.path,
	}));
}

it.each(PROBES)('$path: $rule in $text', (probe) => {
	expect(found.get(probe)).toEqual(probe.rule === undefined ? [] : [probe.rule]);
});
