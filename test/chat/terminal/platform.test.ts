import { platformContract } from '../platform.contract';
import { openDriver } from './driver';

platformContract(
  {
    name: 'a terminal',
    shared: false,
    typedOptions: true,
    closable: false,
    remote: false,
    editsInPlace: false,
    marksSecrets: false,
    showsPictures: false,
    forgets: 'own screen',
    fixedLanguage: true,
  },
  openDriver,
);
