import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../setup/command.mjs';
import { onExit } from '../setup/on-exit.mjs';
import { COMPILER_FLAGS, FLATC_FLAGS, LINKER_FLAGS } from './recipe.mjs';
import { copyPatchedSources, readSources } from './sources.mjs';
import { makeBatches, unitySource } from './unity.mjs';

const ADAPTERS = fileURLToPath(new URL('./adapters', import.meta.url));
const ADDITIONS = fileURLToPath(new URL('./additions', import.meta.url));

/**
 * Builds mediasoup's media worker from the C++ sources inside its npm package against Debian's libraries, for machines
 * that cannot download the prebuilt one nor what mediasoup's own build downloads. The recipe's packages must be there.
 *
 * @param {object} options
 * @param {string} options.mediasoup folder of the mediasoup package; it is only read
 * @param {string} options.out where the binary goes
 * @param {import('../setup/log.mjs').Log} options.log
 * @param {(text: string) => void} options.note told what is being done
 * @throws {import('../setup/command.mjs').CommandError} when a compiler fails
 */
export async function buildMediaWorker({ mediasoup, out, log, note }) {
	const tmp = mkdtempSync(join(tmpdir(), 'roomcast-media-worker-'));
	const removeTmp = onExit(() => rmSync(tmp, { recursive: true, force: true }));
	try {
		const worker = join(tmp, 'worker');
		copyPatchedSources(join(mediasoup, 'worker'), worker);
		note('generating message headers');
		const generated = await generateHeaders(worker, join(tmp, 'generated'), log);
		const includes = [
			ADAPTERS,
			ADDITIONS,
			generated,
			join(generated, 'FBS'),
			join(worker, 'include'),
			join(worker, 'deps/libwebrtc'),
			join(worker, 'deps/libwebrtc/libwebrtc'),
		];
		const objects = await compile({ worker, tmp, includes, log, note });
		note('linking');
		await runCommand('g++', ['-o', out, ...objects, ...LINKER_FLAGS], { log });
	} finally {
		removeTmp();
	}
}

/**
 * @param {string} worker
 * @param {string} to
 * @param {import('../setup/log.mjs').Log} log
 * @returns the include folder of the FlatBuffers headers, which are in its FBS folder
 */
async function generateHeaders(worker, to, log) {
	const schemas = readdirSync(join(worker, 'fbs')).filter((file) => file.endsWith('.fbs'));
	mkdirSync(join(to, 'FBS'), { recursive: true });
	await runCommand('flatc', [...FLATC_FLAGS, '-o', join(to, 'FBS'), ...schemas], { cwd: join(worker, 'fbs'), log });
	return to;
}

/**
 * Compiles the batches, as many at a time as there are cores.
 *
 * @param {object} options
 * @param {string} options.worker
 * @param {string} options.tmp
 * @param {string[]} options.includes
 * @param {import('../setup/log.mjs').Log} options.log
 * @param {(text: string) => void} options.note
 * @returns {Promise<string[]>} the object files
 */
async function compile({ worker, tmp, includes, log, note }) {
	const jobs = availableParallelism();
	const flags = [...COMPILER_FLAGS, ...includes.map((folder) => `-I${folder}`)];
	const batches = makeBatches(readSources(worker), Math.max(4, jobs * 2));
	const units = batches.map((batch, index) => {
		const source = join(tmp, `unit${index}.cpp`);
		writeFileSync(source, unitySource(batch, worker));
		return { source, object: join(tmp, `unit${index}.o`) };
	});
	const queue = units.values();
	let done = 0;
	note(`compiling, part 1 of ${units.length}`);
	const compiler = async () => {
		for (const { source, object } of queue) {
			await runCommand('g++', [...flags, '-c', source, '-o', object], { log });
			done++;
			if (done < units.length) note(`compiling, part ${done + 1} of ${units.length}`);
		}
	};
	await Promise.all(Array.from({ length: jobs }, compiler));
	return units.map(({ object }) => object);
}
