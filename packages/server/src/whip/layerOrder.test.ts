import { expect, it } from 'vitest';
import { smallestFirst } from './layerOrder.ts';

it.each([
	{ rids: ['f', 'q', 'h'], list: 'f;h;q', order: ['q', 'h', 'f'], why: 'names that are known' },
	{ rids: ['l', 'h'], list: undefined, order: ['l', 'h'], why: 'names that are known' },
	{ rids: ['0', '1', '2'], list: '0;1;2', order: ['2', '1', '0'], why: 'the most wanted comes first' },
	{ rids: ['a', 'b'], list: 'b,c;~a', order: ['a', 'b'], why: 'the order of the list, not of the names' },
	{ rids: ['a', 'b'], list: undefined, order: ['b', 'a'], why: 'the order of the names, without a list' },
])('$rids ($list) are $order: $why', ({ rids, list, order }) => {
	expect(smallestFirst(rids, list)).toEqual(order);
});
