import { join } from 'node:path';
import { API, type Checker, type Symbol as Name, type Program, SymbolFlags, type Type } from 'typescript/unstable/sync';
import { Comparison } from './Comparison.ts';
import type { ComparedProject } from './project.ts';
import type { Row } from './Row.ts';

/** Where the official classes are, and ours of another name. */
const CLASSES = {
	Meeting: 'meeting.d.ts',
	Participant: 'participant.d.ts',
	AgentParticipant: 'agentParticipant.d.ts',
	Stream: 'stream.d.ts',
	pubSub: 'pubSub.d.ts',
	message: 'pubSub.d.ts',
	realtimeStore: 'realtimeStore.d.ts',
	DeviceInfo: 'classes/DeviceInfo.d.ts',
	CameraDeviceInfo: 'classes/DeviceInfo.d.ts',
	MicrophoneDeviceInfo: 'classes/DeviceInfo.d.ts',
	PlaybackDeviceInfo: 'classes/DeviceInfo.d.ts',
	ExternalE2EEKeyProvider: 'ExternalE2EEKeyProvider.d.ts',
	E2EEKeyProviderOptions: 'ExternalE2EEKeyProvider.d.ts',
	PreCallTestError: 'index.d.ts',
} as const;

/** The types with the events of a class, by the class. */
const EVENTS = {
	VideoSDK: ['index.d.ts', 'VideosdkEvent'],
	Meeting: ['meeting.d.ts', 'MeetingEvent'],
	Participant: ['participant.d.ts', 'ParticipantEvent'],
	AgentParticipant: ['agentParticipant.d.ts', 'AgentParticipantEvent'],
	Stream: ['stream.d.ts', 'StreamEvent'],
} as const;

/**
 * Compares every name of the official declarations with ours: what it is, and whether all that compiles with the official
 * one compiles with ours.
 *
 * @param values what our package exports at run time, for the numbers and texts of constants
 */
export function compare(project: ComparedProject, values: Readonly<Record<string, unknown>>): Row[] {
	return compiled(project, (checker, program) => new Surfaces(checker, program, project, values).rows());
}

/**
 * The names of some rows that our declarations do not have any more, as `group.name`. It needs no official package.
 *
 * @param values what our package exports at run time
 */
export function missingNames(
	project: ComparedProject,
	values: Readonly<Record<string, unknown>>,
	rows: readonly Row[],
): string[] {
	return compiled(project, (checker, program) => {
		const surfaces = new Surfaces(checker, program, project, values);
		return rows.filter((row) => !surfaces.has(row)).map(({ group, name }) => `${group}.${name}`);
	});
}

/** Gives a project to the compiler. */
function compiled<T>({ file }: ComparedProject, use: (checker: Checker, program: Program) => T): T {
	const api = new API();
	try {
		const [opened] = api.updateSnapshot({ openProjects: [file] }).getProjects();
		if (!opened) throw new Error(`${file} was not opened`);
		return use(opened.checker, opened.program);
	} finally {
		api.close();
	}
}

class Surfaces {
	readonly #comparison: Comparison;
	readonly #ours: ReadonlyMap<string, Name>;
	readonly #checker: Checker;
	readonly #program: Program;
	readonly #project: ComparedProject;
	readonly #values: Readonly<Record<string, unknown>>;
	readonly #rows: Row[] = [];

	constructor(checker: Checker, program: Program, project: ComparedProject, values: Readonly<Record<string, unknown>>) {
		this.#checker = checker;
		this.#program = program;
		this.#project = project;
		this.#values = values;
		this.#comparison = new Comparison(checker);
		this.#ours = this.#exports(project.ours);
	}

	rows(): Row[] {
		this.#statics();
		for (const [name, file] of Object.entries(CLASSES)) this.#members(name, this.#official(file, name));
		for (const [owner, [file, type]] of Object.entries(EVENTS)) this.#events(owner, type, this.#official(file, type));
		const index = this.#exports(join(this.#project.official, 'index.d.ts'));
		for (const [name, symbol] of this.#exports(join(this.#project.official, 'constants.d.ts')))
			if (index.has(name)) this.#constants(name, symbol);
		return this.#rows;
	}

	/** Whether our declarations have the name of a row. */
	has({ group, name }: Pick<Row, 'group' | 'name'>): boolean {
		if (group === 'exports') return this.#ours.has(name);
		if (Object.hasOwn(this.#values, group) && group !== 'VideoSDK' && !(group in CLASSES))
			return Object.hasOwn(this.#values[group] as object, name);
		const [owner = '', part] = group.split(/[ .]/);
		const symbol = this.#ours.get(part === 'events' ? EVENTS[owner as keyof typeof EVENTS][1] : owner);
		if (!symbol) return false;
		const statics = owner === 'VideoSDK' && part !== 'events';
		const type = statics ? this.#comparison.value(symbol) : this.#comparison.declared(symbol);
		const within = part === 'Constants' ? type && this.#comparison.propertyOf(type, part) : type;
		return within !== undefined && this.#comparison.propertyOf(within, name) !== undefined;
	}

	#statics(): void {
		const official = this.#comparison.value(this.#official('index.d.ts', 'VideoSDK'));
		const ours = this.#valueOf('VideoSDK');
		if (official) this.#each('VideoSDK', official, ours);
		const constants = official && this.#comparison.propertyOf(official, 'Constants');
		const own = ours && this.#comparison.propertyOf(ours, 'Constants');
		for (const name of constants ? this.#comparison.namesOf(constants) : [])
			this.#add('VideoSDK.Constants', name, own && this.#comparison.namesOf(own).includes(name) ? [] : undefined);
	}

	#members(name: string, official: Name): void {
		const ours = this.#ours.get(name);
		this.#add('exports', name, ours && []);
		if (ours) this.#each(name, this.#comparison.declared(official), this.#comparison.declared(ours));
	}

	#each(group: string, official: Type, ours: Type | undefined): void {
		for (const name of this.#comparison.namesOf(official)) {
			const theirs = this.#comparison.propertyOf(official, name);
			const own = ours && this.#comparison.propertyOf(ours, name);
			if (!theirs || name === 'Constants') continue;
			if (name === 'on' || name === 'off') this.#add(group, name, own ? [] : undefined);
			else this.#add(group, name, own && this.#comparison.faults(theirs, own));
		}
	}

	#events(owner: string, type: string, official: Name): void {
		const theirs = this.#comparison.declared(official);
		const ours = this.#ours.get(type);
		this.#add('exports', type, ours ? [] : undefined);
		const own = ours && this.#comparison.declared(ours);
		for (const name of this.#comparison.namesOf(theirs)) {
			const [listener, given] = [theirs, own].map((one) => one && this.#comparison.propertyOf(one, name));
			if (listener) this.#add(`${owner} events`, name, given && this.#comparison.listenerFaults(listener, given));
		}
	}

	#constants(name: string, official: Name): void {
		const ours = this.#ours.get(name);
		const values = this.#values[name] as Record<string, unknown> | undefined;
		this.#add('exports', name, ours && (ours.flags & SymbolFlags.Type ? [] : ['is no type']));
		if (!ours || !values) return;
		const own = this.#comparison.value(ours);
		const type = this.#comparison.value(official);
		for (const member of type ? this.#comparison.namesOf(type) : []) {
			const theirs = type && this.#comparison.propertyOf(type, member);
			const wanted = theirs && 'value' in theirs ? theirs.value : undefined;
			if (!own || !this.#comparison.propertyOf(own, member) || !Object.hasOwn(values, member))
				this.#add(name, member, undefined);
			else this.#add(name, member, values[member] === wanted ? [] : [`is ${values[member]}, not ${wanted}`]);
		}
	}

	#add(group: string, name: string, faults: readonly string[] | undefined): void {
		if (this.#rows.some((row) => row.group === group && row.name === name)) return;
		this.#rows.push({
			group,
			name,
			found: faults === undefined ? 'missing' : faults.length > 0 ? faults.join('; ') : 'same',
		});
	}

	#valueOf(name: string): Type | undefined {
		const symbol = this.#ours.get(name);
		return symbol && this.#comparison.value(symbol);
	}

	#official(file: string, name: string): Name {
		const symbol = this.#exports(join(this.#project.official, file)).get(name);
		if (!symbol) throw new Error(`${file} has no ${name}`);
		return symbol;
	}

	/** What a file of declarations exports, aliases followed. */
	#exports(path: string): ReadonlyMap<string, Name> {
		const file = this.#program.getSourceFile(path);
		const module = file && this.#checker.getSymbolAtLocation(file);
		if (!module) throw new Error(`${path} is no module`);
		return new Map(
			this.#checker
				.getExportsOfModule(module)
				.map((symbol) => [
					symbol.name,
					symbol.flags & SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol,
				]),
		);
	}
}
