import { expect, it } from 'vitest';
import { layoutMessage } from './RecordedCall.tsx';

it.each([
	['{"type":"SPOTLIGHT","priority":"PIN","gridSize":9}', { layout: 'SPOTLIGHT', priority: 'PIN', gridSize: 9 }],
	['{"layout":{"type":"sidebar"}}', { layout: 'SIDEBAR' }],
	['grid', { layout: 'GRID' }],
])('%s is a layout', (text, wanted) => {
	expect(layoutMessage(text)).toEqual(wanted);
});

it.each([
	'',
	'hello',
	'7',
	'null',
	'[1]',
	'{"type":"CIRCLE","priority":1,"gridSize":26}',
	'{"layout":null}',
	'{"gridSize":"4"}',
])('%s changes nothing', (text) => {
	expect(layoutMessage(text)).toEqual({});
});
