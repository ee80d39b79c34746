import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTellFailure } from '../shared/tell-failure'
import { deleteDataSet } from './api'
import { dataSetKeys } from './keys'

/** What can be done with a data set at once. */
export function useDataSetActions() {
  const client = useQueryClient()
  const onError = useTellFailure()
  const onSuccess = () => client.invalidateQueries({ queryKey: dataSetKeys.list, exact: true })
  return { remove: useMutation({ mutationFn: deleteDataSet, onSuccess, onError }) }
}
