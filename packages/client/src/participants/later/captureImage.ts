import { MeetingError } from '../../errors/MeetingError.ts';

/**
 * Takes a picture of a video track.
 *
 * @param size pixels; the track's own where not given; one side alone keeps the proportions
 * @returns the JPEG file, base64 without a `data:` prefix
 * @throws MeetingError 3069 when no frame could be drawn
 */
export async function captureImage(track: MediaStreamTrack, size: { width?: number; height?: number }) {
	const video = document.createElement('video');
	video.muted = true;
	video.playsInline = true;
	video.srcObject = new MediaStream([track]);
	try {
		await video.play();
		const { videoWidth, videoHeight } = video;
		if (!videoWidth || !videoHeight) throw new Error('the track has no picture');
		const canvas = document.createElement('canvas');
		canvas.width = Math.round(size.width ?? (size.height ? (size.height * videoWidth) / videoHeight : videoWidth));
		canvas.height = Math.round(size.height ?? (canvas.width * videoHeight) / videoWidth);
		canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
		const image = canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
		if (!image) throw new Error('the picture is empty');
		return image;
	} catch (error) {
		throw MeetingError.from(error, 'ERROR_CAPTURE_IMAGE_FAILED');
	} finally {
		video.srcObject = null;
	}
}
