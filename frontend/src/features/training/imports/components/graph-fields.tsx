import { useTranslation } from 'react-i18next'
import { ChooseFiles } from '@/components/choose-files'
import { Field, Labelled, SelectField } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Segmented } from '@/components/ui/segmented'
import { TextField } from '@/components/ui/text-field'
import { cn } from '@/lib/class-names'
import { kindOf } from '@/lib/kinds'
import { type Graph, INTERPOLATIONS, THREE } from '../graph'

export interface GraphFieldsProps {
  graph: Graph
  fault: (name: 'labels' | 'vocabulary' | 'preprocess') => string | undefined
  onChange: (change: Partial<Graph>) => void
}

/** What an ONNX file does not say: what it answers, and how its inputs are prepared. */
export function GraphFields({ graph, fault, onChange }: GraphFieldsProps) {
  const { t } = useTranslation('imports')
  const names = kindOf(graph.kind).answer === 'text' ? 'vocabulary' : 'labels'
  return (
    <fieldset className="flex flex-col gap-5 rounded-lg border p-4">
      <legend className="px-1 text-sm font-medium">{t('graph.title')}</legend>
      <Segmented
        label={t('graph.kind')}
        value={graph.kind}
        onValueChange={(kind) => onChange({ kind })}
        className="self-start"
        options={[
          { value: 'image-classification', label: t('graph.pictures') },
          { value: 'speech-recognition', label: t('graph.speech') },
        ]}
      />
      <div className="flex flex-col items-start gap-2 [&>div]:w-full">
        <Field label={t(`graph.${names}`)} hint={t(`graph.${names}Hint`)} error={fault(names)}>
          {(props) => (
            <Textarea
              {...props}
              required
              rows={6}
              className="font-mono"
              value={graph[names]}
              onChange={(event) => onChange({ [names]: event.target.value })}
            />
          )}
        </Field>
        <ChooseFiles
          size="sm"
          accept=".txt,.json"
          onFiles={([file]) => void file?.text().then((text) => onChange({ [names]: text }))}
        >
          {t('graph.choose')}
        </ChooseFiles>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        {kindOf(graph.kind).medium === 'sound' ? (
          <Sound graph={graph} onChange={onChange} />
        ) : (
          <Picture graph={graph} onChange={onChange} />
        )}
      </div>
      {fault('preprocess') ? (
        <p role="alert" className="text-[13px] text-error">
          {fault('preprocess')}
        </p>
      ) : null}
    </fieldset>
  )
}

type PartProps = Pick<GraphFieldsProps, 'graph' | 'onChange'>

function Picture({ graph, onChange }: PartProps) {
  const { t } = useTranslation('imports')
  return (
    <>
      <div className={cn(graph.fit !== 'squash' && 'sm:col-span-2')}>
        <Labelled label={t('graph.fit')} hint={t(`graph.fitHint.${graph.fit}`)}>
          <Segmented
            label={t('graph.fit')}
            value={graph.fit}
            onValueChange={(fit) => onChange({ fit })}
            options={[
              { value: 'center-crop', label: t('graph.crop') },
              { value: 'squash', label: t('graph.squash') },
              { value: 'letterbox', label: t('graph.letterbox') },
            ]}
          />
        </Labelled>
      </div>
      <TextField
        label={t('graph.size')}
        hint={t('graph.sizeHint')}
        type="number"
        required
        min={8}
        max={4096}
        value={graph.size}
        onChange={(next) => onChange({ size: next })}
      />
      {graph.fit === 'center-crop' ? (
        <TextField
          label={t('graph.resizeTo')}
          hint={t('graph.resizeToHint')}
          type="number"
          min={8}
          max={8192}
          value={graph.resizeTo}
          onChange={(next) => onChange({ resizeTo: next })}
        />
      ) : null}
      {graph.fit === 'letterbox' ? (
        <TextField
          label={t('graph.fill')}
          hint={t('graph.fillHint')}
          required
          pattern={THREE}
          title={t('graph.fillHint')}
          value={graph.fill}
          onChange={(next) => onChange({ fill: next })}
        />
      ) : null}
      <SelectField
        label={t('graph.interpolation')}
        hint={t('graph.interpolationHint')}
        value={graph.interpolation}
        onValueChange={(value) =>
          onChange({ interpolation: INTERPOLATIONS.find((known) => known === value) ?? 'bilinear' })
        }
        options={INTERPOLATIONS.map((value) => ({ value, label: t(`graph.${value}`) }))}
      />
      <Labelled label={t('graph.channels')} hint={t('graph.channelsHint')}>
        <Segmented
          label={t('graph.channels')}
          value={graph.channels}
          onValueChange={(channels) => onChange({ channels })}
          options={[
            { value: 'RGB', label: t('graph.rgb') },
            { value: 'BGR', label: t('graph.bgr') },
          ]}
        />
      </Labelled>
      <Labelled label={t('graph.range')} hint={t('graph.rangeHint')}>
        <Segmented
          label={t('graph.range')}
          value={graph.range}
          onValueChange={(range) => onChange({ range })}
          options={[
            { value: '1', label: t('graph.toOne') },
            { value: '255', label: t('graph.to255') },
          ]}
        />
      </Labelled>
      {(['mean', 'std'] as const).map((name) => (
        <TextField
          key={name}
          label={t(`graph.${name}`)}
          hint={t('graph.threeHint')}
          required
          pattern={THREE}
          title={t('graph.threeHint')}
          value={graph[name]}
          onChange={(next) => onChange({ [name]: next })}
        />
      ))}
    </>
  )
}

function Sound({ graph, onChange }: PartProps) {
  const { t } = useTranslation('imports')
  return (
    <>
      <TextField
        label={t('graph.sampleRate')}
        hint={t('graph.sampleRateHint')}
        type="number"
        required
        min={8000}
        max={48000}
        value={graph.sampleRate}
        onChange={(next) => onChange({ sampleRate: next })}
      />
      <Labelled label={t('graph.loudness')} hint={t('graph.loudnessHint')}>
        <Segmented
          label={t('graph.loudness')}
          value={graph.normalize ? 'evened' : 'kept'}
          onValueChange={(choice) => onChange({ normalize: choice === 'evened' })}
          options={[
            { value: 'evened', label: t('graph.evened') },
            { value: 'kept', label: t('graph.kept') },
          ]}
        />
      </Labelled>
    </>
  )
}
