/** Starts the page. */
import { mount } from "svelte"
import App from "./App.svelte"
import { createHost } from "./api/index.ts"
import "./styles/tokens.css"
import "./styles/themes.css"
import "./styles/page.css"
import "./styles/print.css"

const target = document.getElementById("app")
if (!target) throw new Error("index.html has no #app")
mount(App, { target, props: { host: createHost(window) } })
