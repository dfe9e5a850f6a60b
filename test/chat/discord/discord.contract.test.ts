import { platformContract } from '../platform.contract';
import { openDiscordDriver } from './discord.driver';

platformContract(
  {
    name: 'Discord',
    shared: true,
    typedOptions: false,
    closable: true,
    remote: true,
    editsInPlace: true,
    marksSecrets: true,
    showsPictures: true,
    forgets: 'by hand',
    longest: 2000,
  },
  openDiscordDriver,
);
