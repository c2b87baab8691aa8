import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseParameters } from './parseParameters.ts';
import { PARAMETERS } from './table.ts';

describe('parseParameters', () => {
	it('gives every fallback for an empty query', () => {
		const { parameters, problems } = parseParameters('');
		expect(problems).toEqual([]);
		for (const [name, { fallback }] of Object.entries(PARAMETERS)) {
			expect(parameters[name as keyof typeof PARAMETERS]).toBe(fallback);
		}
	});

	it('reads what a VideoSDK link carries', () => {
		const { parameters, problems } = parseParameters(
			'?token=a.b.c&name=Ada+L%C3%B8ve&micEnabled=false&webcamEnabled=0&theme=light&mode=recv_only&maxResolution=sd&layoutGridSize=9&chatEnabled=true',
		);
		expect(problems).toEqual([]);
		expect(parameters).toMatchObject({
			token: 'a.b.c',
			name: 'Ada Løve',
			micEnabled: false,
			webcamEnabled: false,
			theme: 'LIGHT',
			mode: 'RECV_ONLY',
			maxResolution: 'sd',
			layoutGridSize: 9,
		});
	});

	it('reads how camera, microphone and screen are sent', () => {
		const { parameters, problems } = parseParameters(
			'?cameraResolution=h540p_w960p&cameraMultiStream=false&cameraOptimizationMode=motion&screenShareResolution=h1080p_15fps&screenShareOptimizationMode=text&micQuality=high_quality_stereo&preferredProtocol=tcp_only&maintainVideoAspectRatio=true',
		);
		expect(problems).toEqual([]);
		expect(parameters).toMatchObject({
			cameraResolution: 'h540p_w960p',
			cameraMultiStream: false,
			cameraOptimizationMode: 'motion',
			screenShareResolution: 'h1080p_15fps',
			screenShareOptimizationMode: 'text',
			micQuality: 'high_quality_stereo',
			preferredProtocol: 'TCP_ONLY',
			maintainVideoAspectRatio: true,
		});
		expect(parseParameters('?micQuality=best').problems).toHaveLength(1);
	});

	it('knows the old names of modes', () => {
		expect(parseParameters('?mode=CONFERENCE').parameters.mode).toBe('SEND_AND_RECV');
		expect(parseParameters('?mode=viewer').parameters.mode).toBe('SIGNALLING_ONLY');
	});

	it('falls back on values that are not allowed, and says what is', () => {
		const { parameters, problems } = parseParameters('?micEnabled=perhaps&layoutGridSize=26&theme=neon');
		expect(parameters.micEnabled).toBe(true);
		expect(parameters.layoutGridSize).toBe(25);
		expect(parameters.theme).toBe('DEFAULT');
		expect(problems.map(({ name, allowed }) => [name, allowed])).toEqual([
			['micEnabled', 'true or false'],
			['theme', 'DARK, LIGHT, DEFAULT'],
			['layoutGridSize', 'a whole number from 1 to 25'],
		]);
	});

	it('never turns a script into a link', () => {
		const { parameters, problems } = parseParameters(
			'?redirectOnLeave=javascript:alert(1)&leftScreenActionButtonHref=data:text/html,x&brandLogoURL=logo.example/a.svg',
		);
		expect(parameters.redirectOnLeave).toBeUndefined();
		expect(parameters.leftScreenActionButtonHref).toBeUndefined();
		expect(parameters.brandLogoURL).toBe('https://logo.example/a.svg');
		expect(problems).toHaveLength(2);
	});

	it('does not repeat a token in a problem', () => {
		const { problems } = parseParameters(`?token=${'x'.repeat(9000)}`);
		expect(problems).toEqual([{ name: 'token', value: '(hidden)', allowed: 'at most 8192 characters' }]);
	});

	it('is documented, row by row', () => {
		const page = readFileSync(new URL('../../../../docs/meet.md', import.meta.url), 'utf8');
		const missing = Object.keys(PARAMETERS).filter((name) => !page.includes(`| \`${name}\` |`));
		expect(missing).toEqual([]);
	});
});

describe('isRecorder', () => {
	it('joins at once, unseen and unheard, in the colours of the recording', () => {
		const { parameters } = parseParameters('?isRecorder=true&webcamEnabled=true&recordingTheme=LIGHT&theme=DARK');
		expect(parameters).toMatchObject({
			joinWithoutUserInteraction: true,
			micEnabled: false,
			webcamEnabled: false,
			hideLocalParticipant: true,
			mode: 'RECV_ONLY',
			name: 'recorder',
			theme: 'LIGHT',
		});
	});

	it('is dark when no colours are named, even if the system prefers light', () => {
		expect(parseParameters('?isRecorder=true').parameters.theme).toBe('DARK');
		expect(parseParameters('?isRecorder=1&hlsTheme=light').parameters.theme).toBe('LIGHT');
	});
});
