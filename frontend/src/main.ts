import { mount } from 'svelte'
import 'uplot/dist/uPlot.min.css'
import App from './App.svelte'
import './app.css'
import { takeToken } from './lib/api'

takeToken()
// A new address in an open tab changes the fragment only: take its token, and begin anew with it.
window.addEventListener('hashchange', () => {
  if (takeToken()) location.reload()
})
const target = document.getElementById('app')
if (target !== null) mount(App, { target })
