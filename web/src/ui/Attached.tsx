/** Files of a record: pictures as such, everything else by name, each to be opened. */
import { photoAddress } from '../offline/photos';
import { Icon } from './Icon';
import { Picture } from './PhotoField';

interface File {
  sha256: string;
  name: string;
  media_type?: string;
}

/** `at`: where the service has them; `kept`: where they were sent, by which this device still knows its own. */
export function Attached({ files, at, kept }: { files: readonly File[]; at?: string; kept: string }) {
  return (
    <ul className="pictures">
      {files.map(({ sha256, name, media_type = 'image/jpeg' }) => {
        const href = at && `${at}/${sha256}`;
        if (!media_type.startsWith('image/')) {
          return (
            <li key={sha256} className="wide">
              <a className="link file" href={href} download={name}>
                <Icon name="file" size={18} />
                {name}
              </a>
            </li>
          );
        }
        const path = `${kept}/${sha256}`;
        return (
          <li key={sha256}>
            <a href={href} download={name} onClick={(event) => {
              event.preventDefault();
              void open(path, href);
            }}>
              <Picture path={path} name={name} {...(href ? { href } : {})} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}

/** The picture in its full size; the service's own address is for saving only. */
async function open(path: string, href: string | undefined): Promise<void> {
  const shown = window.open('', '_blank');
  const address = (await photoAddress(path)) ?? (href && URL.createObjectURL(await (await fetch(href)).blob()));
  if (shown && address) shown.location.href = address;
  else shown?.close();
}
