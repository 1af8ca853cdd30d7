import { type Session } from '@pezzottify/contracts';
import { type Administrator } from '../storage/audit.repository.js';

export const administratorOf = ({ user_id: id, user_handle: handle }: Session): Administrator => ({ id, handle });
