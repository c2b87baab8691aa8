import fc from 'fast-check';
import { Blank, emptyObject, isObject, type Json, Raw, toJson } from './Json.ts';

/** Where in a value something is, and how it is put elsewhere. */
interface Place {
	readonly value: Json;
	set(value: Json): void;
	remove(): void;
}

/** Something that is done to a value. The numbers choose where and what. */
interface Spoil {
	readonly place: number;
	readonly way: (typeof WAYS)[number];
	readonly choice: number;
}

const WAYS = ['replace', 'remove', 'add', 'repeat', 'corrupt', 'lengthen'] as const;

/** What is repeated as often as you like, and what only some times, in characters: a message has to end. */
const SMALL = 20;
const LARGE = 5_000;

/** Names that objects of JavaScript have already, and some that nobody expects. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', '', '0', 'x\n'];

const nested = (open: string, close: string, depth: number) => new Raw(`${open.repeat(depth)}1${close.repeat(depth)}`);

/** What is hardly ever allowed, whatever is expected. */
const STRANGE: readonly (() => Json)[] = [
	() => null,
	() => true,
	() => 0,
	() => -1,
	() => 1.5,
	() => [],
	() => emptyObject(),
	() => '',
	() => ' ',
	() => 'x'.repeat(5_000),
	() => '💥'.repeat(40_000),
	() => '\ud800',
	() => 'a\udfff\ud800b',
	() => '\u0000',
	() => 'nul\u0000inside',
	() => '\u202e\u0007\n',
	() => '../../../etc/passwd',
	() => "'; drop table rooms; --",
	() => 'http://[',
	() => new Raw('NaN'),
	() => new Raw('-Infinity'),
	() => new Raw('1e999'),
	() => new Raw('-1e308'),
	() => new Raw('-0'),
	() => new Raw('9007199254740993'),
	() => new Raw('1e-320'),
	() => 2 ** 31,
	() => 2 ** 32,
	() => -(2 ** 31) - 1,
	() => 2 ** 53,
	() => 65_536,
	() => nested('[', ']', 60),
	() => nested('{"a":', '}', 60),
	() => nested('[', ']', 99),
	() => nested('[', ']', 4_000),
	() => nested('{"a":', '}', 20_000),
	() => nested('[', ']', 100_000),
	() => new Raw(`[${'1,'.repeat(20_000)}1]`),
	() => new Raw(`{${Array.from({ length: 5_000 }, (_, i) => `"k${i}":${i}`).join(',')}}`),
	() => new Raw('{"__proto__":{"polluted":true}}'),
	() => new Raw('{"constructor":{"prototype":{"polluted":true}}}'),
	() => new Raw('{"toString":1,"valueOf":1,"length":-1}'),
	() => new Raw('{"a":1,"a":2}'),
	() => new Raw('"\\u0000"'),
];

/** A value, and what came of it: nothing, or up to four things that should not be. */
export function spoiled(fitting: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
	const spoil = fc.record({ place: fc.nat(), way: fc.constantFrom(...WAYS), choice: fc.nat() });
	return fc.tuple(fitting, fc.array(spoil, { maxLength: 4 })).map(([value, spoils]) => {
		let root = value;
		for (const each of spoils)
			apply(
				each,
				placesOf(root, (changed) => (root = changed)),
			);
		return root;
	});
}

function apply({ place, way, choice }: Spoil, places: readonly Place[]): void {
	const { value, set, remove } = places[place % places.length] as Place;
	const strange = (STRANGE[choice % STRANGE.length] as () => Json)();
	if (way === 'remove') remove();
	else if (way === 'add' && isObject(value)) value[NAMES[choice % NAMES.length] as string] = strange;
	else if (way === 'add' && Array.isArray(value)) value.push(strange);
	else if (way === 'repeat' && Array.isArray(value)) {
		const [first = strange] = value;
		const size = JSON.stringify(first)?.length ?? 0;
		const length = [33, 129, 513, 1_001, 10_001][choice % 5] as number;
		if (size < SMALL) set(Array.from({ length }, () => toJson(first)));
		else if (size < LARGE) value.push(...Array.from({ length: 40 }, () => toJson(first)));
	} else if (way === 'corrupt' && typeof value === 'string') set(corrupt(value, choice));
	else if (way === 'corrupt' && typeof value === 'number')
		set([value + 1, value - 1, -value, value + 0.5, value * 1e10][choice % 5] as number);
	else if (way === 'lengthen' && typeof value === 'string')
		set(value.padEnd([65, 129, 257, 1_025, 16_385][choice % 5] as number, value || 'x'));
	else if (way === 'lengthen' && value instanceof Blank) set('x'.repeat(70));
	else set(strange);
}

function corrupt(text: string, choice: number): string {
	const at = text.length === 0 ? 0 : choice % text.length;
	const odd = ['\u0000', '\ud800', ' ', '"', '/', '%', '\\', '\n', 'É'][choice % 9];
	return `${text.slice(0, at)}${odd}${text.slice(at + 1)}`;
}

/** Every place in a value, the whole first. */
function placesOf(root: Json, setRoot: (value: Json) => void): Place[] {
	const places: Place[] = [];
	const visit = (value: Json, set: (value: Json) => void, remove: () => void) => {
		places.push({ value, set, remove });
		if (Array.isArray(value)) {
			for (const [at, entry] of value.entries())
				visit(
					entry,
					(changed) => (value[at] = changed),
					() => value.splice(at, 1),
				);
		} else if (isObject(value)) {
			for (const [name, member] of Object.entries(value))
				visit(
					member,
					(changed) => (value[name] = changed),
					() => delete value[name],
				);
		}
	};
	visit(root, setRoot, () => setRoot(new Raw('')));
	return places;
}
