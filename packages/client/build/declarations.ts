import { spawnSync } from 'node:child_process';
import { readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOM_CAPTURE_STATES } from '@roomcast/contract/captures';
import { ERRORS } from '@roomcast/contract/errors/table';
import { StreamFailure } from '@roomcast/contract/failures';
import { CompositionConfig, TranscriptionConfig } from '@roomcast/contract/rest/compositions';
import { LivestreamOutput } from '@roomcast/contract/rest/livestreams';
import { EntryDecision } from '@roomcast/contract/rest/sessions';
import { INVITED_AS, InvitationInfo, InvitationOptions } from '@roomcast/contract/signalling/invitations';
import { StreamKind } from '@roomcast/contract/signalling/media';
import { DisplaySurface, LEAVE_REASONS, LeaveReason, PinState } from '@roomcast/contract/signalling/participant';
import { PubSubMessage } from '@roomcast/contract/signalling/pubsub';
import { ModeSchema } from '@roomcast/contract/tokens/permissions';
import { bundleDeclarations } from './bundleDeclarations.ts';
import { printType, type Schema } from './printType.ts';

/** What apps see of the contract (`src/contract/types.ts`): what each type means, and its schema. */
export const TYPES: Readonly<Record<string, readonly [doc: string, schema: Schema]>> = {
	ErrorName: ['Name of an error of the server.', { enum: Object.keys(ERRORS) }],
	StreamFailure: ['Why a stream failed, for programs.', StreamFailure],
	CompositionConfig: ['How a recording or stream looks.', CompositionConfig],
	TranscriptionConfig: ['Accepted and kept with the recording; the server does not transcribe.', TranscriptionConfig],
	LivestreamOutput: ['A server that takes RTMP.', LivestreamOutput],
	RoomCaptureState: ['How a recording, livestream or HLS of the meeting stands.', { enum: ROOM_CAPTURE_STATES }],
	InvitedAs: ['What guests who come by an invitation may do.', { enum: INVITED_AS }],
	InvitationOptions: ['What an invitation shall allow, and for how long.', InvitationOptions],
	InvitationInfo: ['A link for guests, as the server answers it.', InvitationInfo],
	StreamKind: ['Kind of a stream: microphone, camera, screen, sound of the screen.', StreamKind],
	EntryDecision: ['The answer to somebody who asks to be let in.', EntryDecision],
	LeaveReason: ['Why somebody is gone: number and name of `VideoSDK.Constants.leaveReason`.', LeaveReason],
	LeaveReasonName: ['Name of a leave reason.', { enum: Object.keys(LEAVE_REASONS) }],
	DisplaySurface: ['What of a screen is shared.', DisplaySurface],
	PinState: ['What of a participant is pinned, for everybody.', PinState],
	PubSubMessage: ['A message of a topic.', PubSubMessage],
	Mode: ['How a participant takes part.', ModeSchema],
};

/** The declarations of the package, the same twice: compilers take a `.d.cts` for what is required, a `.d.ts` for modules. */
export const DECLARATIONS = ['roomcast-client.d.ts', 'roomcast-client.d.cts'] as const;

/**
 * Writes the declarations of what `index.ts` exports, and of nothing else, into one file. They import no package.
 *
 * @param folder where they go
 * @throws Error when the sources do not compile
 */
export function writeDeclarations(folder: string): void {
	const project = fileURLToPath(new URL('../tsconfig.build.json', import.meta.url));
	const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
	const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', folder], { stdio: 'inherit' });
	if (status !== 0) throw new Error('The declarations could not be made');
	const types = Object.entries(TYPES).map(
		([name, [doc, schema]]) => `/** ${doc} */\nexport type ${name} = ${printType(schema)};\n`,
	);
	writeFileSync(join(folder, 'contract/types.d.ts'), types.join('\n'));
	const bundle = bundleDeclarations(join(folder, 'index.d.ts'));
	for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort().reverse()) {
		if (name.endsWith('.d.ts')) rmSync(join(folder, name));
		else if (statSync(join(folder, name)).isDirectory() && readdirSync(join(folder, name)).length === 0)
			rmdirSync(join(folder, name));
	}
	for (const name of DECLARATIONS) writeFileSync(join(folder, name), bundle);
}

if (import.meta.main) writeDeclarations(resolve(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url))));
