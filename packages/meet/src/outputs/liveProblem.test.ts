import { expect, it } from 'vitest';
import { liveProblem } from './liveProblem.ts';

it.each([
	['TARGET_UNREACHABLE', /does not answer.*check its address/i],
	['TARGET_UNTRUSTED', /trusted.*check it/i],
	['TARGET_REFUSED', /stream key again/],
	['TARGET_INVALID', /address.*again/],
	['DISK_FULL', /try again.*administrator/i],
	['OTHER', /try again.*administrator/i],
	[undefined, /try again.*administrator/i],
] as const)('says what to do about %s, whatever the words of the server', (reasonCode, help) => {
	for (const code of [4013, 4015, 5002]) {
		const message = 'rtmp://127.0.0.1:1/live: quelque chose, outputs[0].url, NetStream.Publish, a composer';
		const said = liveProblem({ code, message, reasonCode }) ?? '';
		expect(said).toMatch(help);
		// No address, no code, no word of a protocol.
		expect(said).not.toMatch(/rtmp|NetStream|outputs|composer|127\.0\.0\.1/i);
	}
});

it('says that an address cannot be used which the request was refused for', () => {
	const cause = Object.assign(new Error(), { name: 'VALIDATION_FAILED' });
	const message = 'The livestream could not be started: The request is not valid: data.outputs[1].url: not a URL';
	expect(liveProblem({ code: 4013, message, cause })).toMatch(/Destination 2 cannot be used/);
});

it('counts destinations from 1', () => {
	const of = (field: string) => liveProblem({ code: 4015, message: `${field}: no`, reasonCode: 'TARGET_INVALID' });
	expect(of('outputs[1].url')).toMatch(/Destination 2 /);
	expect(of('outputs[0].url')).toMatch(/Its destination /);
});

it('has a sentence for every error of a stream, and none for others', () => {
	for (const code of [4013, 4014, 4015, 4016, 4017, 5002, 5003])
		expect(liveProblem({ code, message: '' })).toMatch(/[a-z]\.$/);
	for (const code of [4011, 4019, 5001, 3044]) expect(liveProblem({ code, message: '' })).toBeUndefined();
});
