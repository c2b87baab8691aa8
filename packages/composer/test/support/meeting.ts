import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import type { Sender } from '@roomcast/testing/media/ffmpeg';
import { sendPattern } from '@roomcast/testing/media/people';

/** A composer with one person in it. */
export async function startMeeting(
	pattern: string,
	config: Partial<ComposerConfig> = {},
	env: Readonly<Record<string, string>> = {},
): Promise<{ readonly composer: ComposerProcess; readonly sender: Sender }> {
	const composer = await ComposerProcess.create({ composition: { quality: 'low' }, ...config }, env);
	const { video, audio } = await sentTracks();
	const { port } = composer;
	const sender = sendPattern(pattern, { video: { port, ...video }, audio: { port, ...audio } });
	for (const track of [video, audio]) composer.send({ type: 'addTrack', track });
	return { composer, sender };
}
