import { CodedError, DEVICE_TYPES, type DeviceType } from '@pezzottify/contracts';
import { type DeviceDetails } from '../../storage/user/device.repository.js';
import { type LoginDto } from './login.dto.js';

const UUID = /^[A-Za-z0-9-]{8,64}$/;
// eslint-disable-next-line no-control-regex -- control characters are what is removed
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
const MAX_NAME_BYTES = 100;
const MAX_OS_BYTES = 200;

/** What the client says of its device, cleaned; throws INVALID_BODY for a uuid that cannot be one. */
export function deviceDetails({ device_uuid, device_type, device_name, os_info }: LoginDto): DeviceDetails {
  const uuid = device_uuid.trim();
  if (!UUID.test(uuid)) {
    throw new CodedError('INVALID_BODY', 'device_uuid must be 8 to 64 ASCII letters, digits or "-"');
  }
  return {
    uuid,
    type: deviceType(device_type),
    name: cleanText(device_name, MAX_NAME_BYTES),
    osInfo: cleanText(os_info, MAX_OS_BYTES),
  };
}

const deviceType = (text: string): DeviceType => DEVICE_TYPES.find((type) => type === text.toLowerCase()) ?? 'unknown';

function cleanText(text: string | null | undefined, maxBytes: number): string | null {
  const cleaned = cutToBytes((text ?? '').replace(CONTROL, '').trim(), maxBytes);
  return cleaned === '' ? null : cleaned;
}

/** Cut on a character boundary: half a character would be stored as a replacement sign. */
export function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
