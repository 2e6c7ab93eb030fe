import { mount } from 'svelte'
import 'uplot/dist/uPlot.min.css'
import App from './App.svelte'
import './app.css'
import { takeToken } from './lib/api'

takeToken()
const target = document.getElementById('app')
if (target !== null) mount(App, { target })
