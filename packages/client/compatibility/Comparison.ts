import {
	type Checker,
	type Symbol as Name,
	type Signature,
	SignatureKind,
	SymbolFlags,
	type Type,
} from 'typescript/unstable/sync';

/** How far options are followed into each other. */
const DEPTH = 3;

/** Compares types of the official declarations with ours, by what an app that compiles there may do. */
export class Comparison {
	readonly #checker: Checker;

	constructor(checker: Checker) {
		this.#checker = checker;
	}

	/** Names of the properties of a type, without those of its private parts. */
	namesOf(type: Type): string[] {
		return this.#checker
			.getPropertiesOfType(type)
			.map(({ name }) => name)
			.filter((name) => name !== 'prototype' && !/^[_#]/.test(name));
	}

	/** The type of a property; undefined if there is none of that name. */
	propertyOf(type: Type, name: string): Type | undefined {
		const property = this.#checker.getPropertyOfType(type, name);
		return property && this.#checker.getTypeOfSymbol(property);
	}

	/** The type that a name stands for: of its instances, if it is a class. */
	declared(symbol: Name): Type {
		return this.#checker.getDeclaredTypeOfSymbol(symbol);
	}

	/** The type of the value that a name has. */
	value(symbol: Name): Type | undefined {
		return symbol.flags & SymbolFlags.Value ? this.#checker.getTypeOfSymbol(symbol) : undefined;
	}

	/** @returns what an app could not do with ours; empty if nothing */
	faults(official: Type, ours: Type): string[] {
		const signatures = this.#signatures(official);
		if (signatures.length === 0)
			return this.#fits(ours, official) ? [] : [`is ${this.#print(ours)}, not ${this.#print(official)}`];
		const candidates = this.#signatures(ours);
		if (candidates.length === 0) return [`is ${this.#print(ours)}, not a function`];
		return signatures.flatMap((wanted) => {
			const each = candidates.map((given) => this.#callFaults(wanted, given));
			return each.find((faults) => faults.length === 0) ?? each[0] ?? [];
		});
	}

	/** @returns what a listener that compiles there could not do with the arguments that it gets from ours */
	listenerFaults(official: Type, ours: Type): string[] {
		const [wanted] = this.#signatures(official);
		const [given] = this.#signatures(ours);
		if (!wanted || !given) return ['is no listener'];
		return this.#parameters(wanted).flatMap(({ name, type }, index) => {
			const argument = this.#parameters(given)[index];
			if (!argument) return [`has no argument ${name}`];
			return this.#propertyFaults(name, type, argument.type, DEPTH);
		});
	}

	#callFaults(wanted: Signature, given: Signature): string[] {
		const parameters = this.#parameters(given);
		const faults = this.#parameters(wanted).flatMap(({ name, type }, index) => {
			const parameter = parameters[index];
			return parameter ? this.#optionFaults(name, type, parameter.type, DEPTH) : [];
		});
		const more = parameters.slice(this.#parameters(wanted).length).filter(({ optional }) => !optional);
		for (const { name } of more) faults.push(`requires ${name}`);
		for (const [index, { name, optional }] of this.#parameters(wanted).entries())
			if (optional && parameters[index] && !parameters[index].optional) faults.push(`requires ${name}`);
		const [theirs, own] = [wanted, given].map((one) => this.#checker.getReturnTypeOfSignature(one));
		if (theirs && own && !this.#fits(own, theirs))
			faults.push(`returns ${this.#print(own)}, not ${this.#print(theirs)}`);
		return faults;
	}

	/** What may be passed there and not here. */
	#optionFaults(name: string, official: Type, ours: Type, depth: number): string[] {
		const inside =
			depth === 0
				? []
				: this.#inner(official, ours, name).flatMap(([path, theirs, own]) =>
						own ? this.#optionFaults(path, theirs, own, depth - 1) : [`has no ${path}`],
					);
		if (inside.length > 0) return inside;
		return this.#fits(official, ours) ? [] : [`${name} is ${this.#print(ours)}, not ${this.#print(official)}`];
	}

	/** What may be read there and not here. */
	#propertyFaults(name: string, official: Type, ours: Type, depth: number): string[] {
		const inside =
			depth === 0
				? []
				: this.#inner(official, ours, name).flatMap(([path, theirs, own]) =>
						own ? this.#propertyFaults(path, theirs, own, depth - 1) : [`has no ${path}`],
					);
		if (inside.length > 0) return inside;
		return this.#fits(ours, official) ? [] : [`${name} is ${this.#print(ours)}, not ${this.#print(official)}`];
	}

	/** The properties of two plain objects, and their paths; none of anything else, and of browser types. */
	#inner(official: Type, ours: Type, name: string): [string, Type, Type | undefined][] {
		const from = this.#checker.getNonNullableType(official);
		const to = this.#checker.getNonNullableType(ours);
		if (!from?.isObjectType() || !to || from.getSymbol()?.name !== '__type' || this.#signatures(from).length > 0)
			return [];
		return this.namesOf(from).flatMap((property) => {
			const type = this.propertyOf(from, property);
			return type ? [[`${name}.${property}`, type, this.#somewhere(to, property)]] : [];
		});
	}

	/** The type of a property, in any part of a union. */
	#somewhere(type: Type, name: string): Type | undefined {
		const parts = type.isUnionType() ? (type.getTypes() ?? []) : [type];
		return parts.map((part) => this.propertyOf(part, name)).find((found) => found !== undefined);
	}

	#fits(source: Type, target: Type): boolean {
		return this.#checker.isTypeAssignableTo(source, target);
	}

	#signatures(type: Type): readonly Signature[] {
		return this.#checker.getSignaturesOfType(type, SignatureKind.Call);
	}

	#parameters(signature: Signature): { name: string; type: Type; optional: boolean }[] {
		return signature.getParameters().flatMap((symbol) => {
			const type = this.#checker.getTypeOfSymbol(symbol);
			if (!type) return [];
			// `...args: [string, number]`: the arguments of an event.
			if (type.isTypeReference() && this.#checker.isTupleType(type))
				return this.#checker.getTypeArguments(type).map((one) => ({ name: symbol.name, type: one, optional: false }));
			return [{ name: symbol.name, type, optional: this.#fits(this.#checker.getUndefinedType(), type) }];
		});
	}

	#print(type: Type): string {
		return this.#checker.typeToString(type).replaceAll(/\s+/g, ' ');
	}
}
