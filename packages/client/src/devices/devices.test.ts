import { afterEach, expect, it, vi } from 'vitest';
import { VideoSDK } from '../VideoSDK.ts';
import { CameraDeviceInfo, DeviceInfo, MicrophoneDeviceInfo, PlaybackDeviceInfo } from './DeviceInfo.ts';

afterEach(() => vi.unstubAllGlobals());

it('lists devices as instances of the class of their kind', async () => {
	const device = (kind: MediaDeviceKind) => ({ deviceId: `id of ${kind}`, groupId: 'g', kind, label: `a ${kind}` });
	const kinds = ['videoinput', 'audioinput', 'audiooutput'] as const;
	vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices: async () => kinds.map(device) } });
	const [cameras, microphones, speakers, all] = await Promise.all([
		VideoSDK.getCameras(),
		VideoSDK.getMicrophones(),
		VideoSDK.getPlaybackDevices(),
		VideoSDK.getDevices(),
	]);
	expect(cameras).toEqual([new CameraDeviceInfo('id of videoinput', 'g', 'videoinput', 'a videoinput')]);
	expect(cameras[0]).toBeInstanceOf(CameraDeviceInfo);
	expect(microphones[0]).toBeInstanceOf(MicrophoneDeviceInfo);
	expect(speakers[0]).toBeInstanceOf(PlaybackDeviceInfo);
	expect(all.map((one) => one instanceof DeviceInfo)).toEqual([true, true, true]);
});
