import { expect, it } from 'vitest';
import { filterPeople } from './filterPeople.ts';

const people = ['Lucía Fernández', 'Tomasz Zieliński', 'Ana Lucia Reyes', 'Jean-Luc Picard'].map((displayName) => ({
	displayName,
}));
const found = (query: string) => filterPeople(people, query).map(({ displayName }) => displayName);

it('gives everybody for an empty query', () => {
	expect(found('  ')).toHaveLength(4);
});

it('finds names without accents and case, by the beginning of any word', () => {
	expect(found('LUC')).toEqual(['Lucía Fernández', 'Ana Lucia Reyes', 'Jean-Luc Picard']);
	expect(found('zielin')).toEqual(['Tomasz Zieliński']);
});

it('wants every word', () => {
	expect(found('rey ana')).toEqual(['Ana Lucia Reyes']);
	expect(found('lucia picard')).toEqual([]);
});

it('does not look inside of words', () => {
	expect(found('asz')).toEqual([]);
});
