import { platformContract } from '../platform.contract';
import { openDriver } from './driver';

platformContract(
  {
    name: 'Telegram',
    shared: true,
    typedOptions: true,
    closable: true,
    remote: true,
    editsInPlace: true,
    marksSecrets: true,
    showsPictures: true,
    forgets: 'yes',
    longest: 4_096,
  },
  openDriver,
);
