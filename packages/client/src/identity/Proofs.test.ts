import { expect, it } from 'vitest';
import { Proofs } from './Proofs.ts';

const scope = { server: 'wss://one.example/signalling', roomId: 'abcd-efgh-ijkl', participantId: 'ann' };

/** A storage of a tab. */
function tab() {
	const texts = new Map<string, string>();
	return {
		getItem: (key: string) => texts.get(key) ?? null,
		setItem: (key: string, text: string) => void texts.set(key, text),
		removeItem: (key: string) => void texts.delete(key),
	};
}

it('survives a reload, each kind on its own, until it is removed', () => {
	const storage = tab();
	new Proofs(scope, storage).set('ticket', 't');
	new Proofs(scope, storage).set('resumeToken', 'r');
	const reloaded = new Proofs(scope, storage);
	expect([reloaded.get('ticket'), reloaded.get('resumeToken')]).toEqual(['t', 'r']);
	reloaded.set('resumeToken', undefined);
	expect(reloaded.get('resumeToken')).toBeUndefined();
	const again = new Proofs(scope, storage);
	expect([again.get('ticket'), again.get('resumeToken')]).toEqual(['t', undefined]);
});

it('is shown to no other server, in no other room and as nobody else', () => {
	const storage = tab();
	new Proofs(scope, storage).set('ticket', 't');
	for (const other of [
		{ server: 'wss://two.example/signalling' },
		{ roomId: 'mnop-qrst-uvwx' },
		{ participantId: 'ben' },
	])
		expect(new Proofs({ ...scope, ...other }, storage).get('ticket')).toBeUndefined();
});

it('lasts as long as the page where nothing can be stored', () => {
	const forbidden = () => {
		throw new DOMException('', 'SecurityError');
	};
	for (const storage of [undefined, { getItem: forbidden, setItem: forbidden, removeItem: forbidden }]) {
		const proofs = new Proofs(scope, storage);
		expect(proofs.get('ticket')).toBeUndefined();
		proofs.set('ticket', 't');
		expect(proofs.get('ticket')).toBe('t');
		proofs.set('ticket', undefined);
		expect(proofs.get('ticket')).toBeUndefined();
	}
});
