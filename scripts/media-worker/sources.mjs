import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATCHES } from './patches.mjs';
import { FIRST_SOURCES } from './recipe.mjs';

/**
 * Copies the worker's sources to `to` and applies the patches there: node_modules stays as npm made it.
 *
 * @param {string} from the `worker` folder of the mediasoup package
 * @param {string} to
 * @throws when a patch does not fit the sources
 */
export function copyPatchedSources(from, to) {
	cpSync(from, to, { recursive: true });
	for (const { file, from: before, to: after } of PATCHES) {
		const path = join(to, file);
		const pieces = readFileSync(path, 'utf8').split(before);
		if (pieces.length !== 2) {
			throw new Error(`The patch of ${file} must apply once, but "${before}" is there ${pieces.length - 1} times`);
		}
		writeFileSync(path, pieces.join(after));
	}
}

/**
 * The entries of a list of file names in a Meson file, `name = [ 'a.cpp', 'b.cpp' ]` and every `name += [ … ]`.
 * Conditions around the lists are not looked at: all lists of that name are taken.
 *
 * @param {string} meson text of the Meson file
 * @param {string} name
 * @returns {string[]}
 */
export function mesonList(meson, name) {
	const lists = [...meson.matchAll(new RegExp(`^[ \\t]*${name}\\s*\\+?=\\s*\\[([^\\]]*)\\]`, 'gm'))];
	if (lists.length === 0) throw new Error(`There is no list "${name}" in the Meson file`);
	return lists.flatMap(([, body = '']) => {
		const code = body.replace(/#.*$/gm, '');
		return [...code.matchAll(/'([^']+)'/g)].map(([, file = '']) => file);
	});
}

/**
 * @typedef {object} Source
 * @property {string} file relative to the worker's folder
 * @property {string} text
 */

/**
 * The C++ files the worker consists of, as mediasoup's own build lists them.
 *
 * @param {string} worker folder of the (patched) sources
 * @returns {{ own: Source[], webrtc: Source[] }} mediasoup's files, and those of its copy of a part of libwebrtc
 */
export function readSources(worker) {
	const meson = readFileSync(join(worker, 'meson.build'), 'utf8');
	const webrtcMeson = readFileSync(join(worker, 'deps/libwebrtc/meson.build'), 'utf8');
	const own = [...mesonList(meson, 'common_sources'), 'src/main.cpp'].filter((file) => !FIRST_SOURCES.includes(file));
	const webrtc = mesonList(webrtcMeson, 'libwebrtc_sources').map((file) => `deps/libwebrtc/${file}`);
	const read = (/** @type {string} */ file) => ({ file, text: readFileSync(join(worker, file), 'utf8') });
	return { own: [...FIRST_SOURCES, ...own].map(read), webrtc: webrtc.map(read) };
}
