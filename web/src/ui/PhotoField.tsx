/** Photos for a form: taken or chosen, made small and kept on the device at once, shown, and taken off again. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import '../i18n/further';
import { keepPhoto, photoAddress, PhotoRefused, type Named } from '../offline/photos';
import { Icon } from './Icon';
import './photos.css';

const MOST = 20;

interface Field {
  /** The path of the service's files, such as `/api/leads/v1/files`. */
  files: string;
  photos: readonly Named[];
  onChange: (photos: Named[]) => void;
}

export function PhotoField({ files, photos, onChange }: Field) {
  const { t } = useTranslation('further');
  const camera = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const take = async (chosen: FileList | null) => {
    if (!chosen?.length) return;
    setBusy(true);
    setFault(null);
    const kept = [...photos];
    for (const file of chosen) {
      try {
        if (kept.length === MOST) {
          setFault(t('photos.many', { count: MOST }));
          break;
        }
        const photo = await keepPhoto(file, files);
        if (!kept.some(({ sha256 }) => sha256 === photo.sha256)) kept.push(photo);
      } catch (error) {
        setFault(error instanceof PhotoRefused ? t(`photos.${error.why}`, { name: file.name }) : String(error));
      }
    }
    onChange(kept);
    setBusy(false);
  };
  const input = (ref: typeof camera, how: object) => (
    <input
      ref={ref}
      type="file"
      accept="image/*"
      hidden
      {...how}
      onChange={({ currentTarget }) => {
        void take(currentTarget.files).then(() => {
          currentTarget.value = '';
        });
      }}
    />
  );
  return (
    <fieldset className="photos">
      <legend>{t('photos.title')}</legend>
      {photos.length > 0 && (
        <ul>
          {photos.map((photo) => (
            <li key={photo.sha256}>
              <Picture path={`${files}/${photo.sha256}`} name={photo.name} />
              <button type="button" aria-label={t('photos.remove', { name: photo.name })} onClick={() => onChange(photos.filter((each) => each !== photo))}>
                <Icon name="cross" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="row wrap">
        <Button variant="default" loading={busy} onClick={() => camera.current?.click()}>
          {t('photos.take')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => chooser.current?.click()}>
          {t('photos.choose')}
        </Button>
      </div>
      {input(camera, { capture: 'environment' })}
      {input(chooser, { multiple: true })}
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

/** A photo from the device, else from `href` of the service. */
export function Picture({ path, name, href }: { path: string; name: string; href?: string }) {
  const [address, setAddress] = useState<string | undefined>(undefined);
  useEffect(() => {
    let made: string | null = null;
    let here = true;
    void photoAddress(path)
      .catch(() => null)
      .then((found) => {
        made = found;
        if (here) setAddress(found ?? href);
        else if (found) URL.revokeObjectURL(found);
      });
    return () => {
      here = false;
      if (made) URL.revokeObjectURL(made);
    };
  }, [path, href]);
  return address ? <img src={address} alt={name} loading="lazy" /> : <span className="bone" />;
}
