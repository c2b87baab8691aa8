import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { describeTrack } from '@roomcast/testing/media/describeTrack';
import type { Sender } from '@roomcast/testing/media/ffmpeg';
import { sendPattern } from '@roomcast/testing/media/people';

/** A composer with one person in it. @param basePort of the sender; every test file has its own */
export async function startMeeting(
	pattern: string,
	basePort: number,
	config: Partial<ComposerConfig> = {},
	env: Readonly<Record<string, string>> = {},
): Promise<{ readonly composer: ComposerProcess; readonly sender: Sender }> {
	const composer = await ComposerProcess.create({ composition: { quality: 'low' }, ...config }, env);
	const video = describeTrack(basePort, 'vp8', 'video');
	const audio = describeTrack(basePort, 'opus', 'audio');
	const { port } = composer;
	const sender = sendPattern(pattern, { video: { port, ...video }, audio: { port, ...audio } });
	for (const track of [video, audio]) composer.send({ type: 'addTrack', track });
	return { composer, sender };
}
