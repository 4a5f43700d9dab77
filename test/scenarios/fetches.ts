/** What scenarios fetch over HTTP. */
import * as plant from "../../build/sample-plant/plant.ts"
import { SECOND, type Stage } from "../../build/sample-plant/stage.ts"

/** An operator fetches a page of the planning server. */
export const fetches =
  (path: string, body: Uint8Array) =>
  (stage: Stage, from: number): void => {
    const connection = stage.connect(plant.operator1, plant.planning, 80).open(from + SECOND)
    const question = `GET ${path} HTTP/1.1\r\nHost: erp.plant.example\r\nUser-Agent: Mozilla/5.0\r\n\r\n`
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ${body.length}\r\n\r\n`
    connection.exchange(0, question, new Uint8Array([...new TextEncoder().encode(head), ...body]))
    connection.close(0)
  }
