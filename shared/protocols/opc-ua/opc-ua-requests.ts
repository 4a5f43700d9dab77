/** Where requests of OPC UA reach and what they write: OPC 10000-4 sections 5.6 to 5.14, structures of section 7. */
import { Malformed, type Reader } from "../../bytes/reader.ts"
import type { Findings } from "../dissector.ts"
import { details, opcUaMethod } from "./opc-ua-details.ts"
import { readCount, readLength, readNodeId, skipExtension, skipQualified, skipText } from "./opc-ua-encoding.ts"
import { wantedOf, type Wanted } from "./opc-ua-identity.ts"
import { areas } from "./opc-ua-places.ts"
import { readActivate } from "./opc-ua-login.ts"
import type { Protocol } from "../protocol.ts"
import { readDataValue, skipVariant } from "./opc-ua-values.ts"

const VALUE = 13

/** The number of an attribute, which stands behind the node and its place in the area's lowest byte. */
function readAttribute(r: Reader): number {
  const attribute = r.u32le("Attribute")
  if (attribute > 255) throw new Malformed(`OPC UA attribute ${attribute} does not exist`)
  return attribute
}

/** Section 7.29 ReadValueId. */
function readItem(r: Reader, out: Findings): number {
  const { at } = r
  readNodeId(r, "Node")
  const to = r.at
  const attribute = readAttribute(r)
  out.named(areas.node | attribute, at, to - at)
  skipText(r, "Index range")
  skipQualified(r, "Data encoding")
  return attribute === VALUE ? to - at : 0
}

function readRead(r: Reader, out: Findings, wanted: Wanted): void {
  r.skip(8, "Maximum age")
  r.u32le("Timestamps to return")
  const count = readCount(r, "Nodes to read")
  for (let n = 0; n < count; n++) {
    r.group("Node to read")
    const { at } = r
    const length = readItem(r, out)
    if (length > 0) wantedOf(wanted, n, r.bytes, at, length)
    r.endGroup()
  }
}

/** A write to another attribute than the value changes the node itself: told apart from the first such on. */
function readWrite(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Nodes to write")
  let told = false
  for (let n = 0; n < count; n++) {
    r.group("Node to write")
    const { at } = r
    readNodeId(r, "Node")
    const length = r.at - at
    const attribute = readAttribute(r)
    if (attribute !== VALUE || told) {
      out.detail(protocol, details.attribute | attribute)
      told = true
    }
    out.named(areas.node | attribute, at, length)
    skipText(r, "Index range")
    const value = readDataValue(r)
    if (value.at >= 0) out.written(value.at, value.length)
    r.endGroup()
  }
}

function readCall(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "Methods to call")
  let told = false
  for (let n = 0; n < count; n++) {
    r.group("Method to call")
    const { at } = r
    readNodeId(r, "Object")
    const method = opcUaMethod(readNodeId(r, "Method"))
    if (method > 0 || told) {
      out.detail(protocol, details.method | method)
      told = true
    }
    out.named(areas.method, at, r.at - at)
    const given = readCount(r, "Input arguments")
    for (let argument = 0; argument < given; argument++) {
      const from = r.at
      skipVariant(r)
      if (argument === 0) out.written(from, r.at - from)
    }
    r.endGroup()
  }
}

function readBrowse(r: Reader, out: Findings): void {
  readNodeId(r, "View")
  r.skip(12, "Time and version of the view")
  r.u32le("Most references for a node")
  const count = readCount(r, "Nodes to browse")
  for (let n = 0; n < count; n++) {
    tellNode(r, out)
    r.u32le("Direction")
    readNodeId(r, "Reference type")
    r.u8("Include subtypes")
    r.skip(8, "Masks of classes and results")
  }
}

function tellNode(r: Reader, out: Findings): void {
  const { at } = r
  readNodeId(r, "Node")
  out.named(areas.node, at, r.at - at)
}

function readNodes(r: Reader, out: Findings): void {
  const count = readCount(r, "Nodes")
  for (let n = 0; n < count; n++) tellNode(r, out)
}

/** The name that a path ends with says more than the node it begins at. */
function readTranslate(r: Reader, out: Findings): void {
  const count = readCount(r, "Browse paths")
  for (let n = 0; n < count; n++) {
    readNodeId(r, "Starting node")
    const elements = readCount(r, "Elements")
    let at = r.at
    for (let element = 0; element < elements; element++) {
      readNodeId(r, "Reference type")
      r.skip(2, "Inverse, and with subtypes")
      at = r.at
      skipQualified(r, "Target name")
    }
    if (elements > 0) out.named(areas.path, at, r.at - at)
  }
}

function readAddNodes(r: Reader, out: Findings): void {
  const count = readCount(r, "Nodes to add")
  for (let n = 0; n < count; n++) {
    r.group("Node to add")
    readNodeId(r, "Parent")
    readNodeId(r, "Reference type")
    const { at } = r
    readNodeId(r, "Requested node")
    skipQualified(r, "Browse name")
    out.named(areas.made, at, r.at - at)
    r.u32le("Node class")
    skipExtension(r, "Attributes")
    readNodeId(r, "Type definition")
    r.endGroup()
  }
}

function readAddReferences(r: Reader, out: Findings): void {
  const count = readCount(r, "References to add")
  for (let n = 0; n < count; n++) {
    tellNode(r, out)
    readNodeId(r, "Reference type")
    r.u8("Forward")
    skipText(r, "Target server")
    readNodeId(r, "Target")
    r.u32le("Target class")
  }
}

function readDeleteNodes(r: Reader, out: Findings): void {
  const count = readCount(r, "Nodes to delete")
  for (let n = 0; n < count; n++) {
    tellNode(r, out)
    r.u8("Delete references to it")
  }
}

function readDeleteReferences(r: Reader, out: Findings): void {
  const count = readCount(r, "References to delete")
  for (let n = 0; n < count; n++) {
    tellNode(r, out)
    readNodeId(r, "Reference type")
    r.u8("Forward")
    readNodeId(r, "Target")
    r.u8("Both directions")
  }
}

function readHistoryRead(r: Reader, out: Findings): void {
  skipExtension(r, "History read details")
  r.u32le("Timestamps to return")
  r.u8("Release continuation points")
  const count = readCount(r, "Nodes to read")
  for (let n = 0; n < count; n++) {
    tellNode(r, out)
    skipText(r, "Index range")
    skipQualified(r, "Data encoding")
    skipText(r, "Continuation point")
  }
}

/** Encodings of DeleteRawModifiedDetails, DeleteAtTimeDetails and DeleteEventDetails (NodeIds.csv). */
const deletes = (type: number): boolean => type === 688 || type === 691 || type === 694

/** OPC 10000-11 section 6.9: all details begin with the node. Not verified on a capture. */
function readHistoryUpdate(r: Reader, out: Findings, protocol: Protocol): void {
  const count = readCount(r, "History updates")
  for (let n = 0; n < count; n++) {
    const type = readNodeId(r, "Type of update")
    if (r.u8("Encoding") !== 1) continue
    const length = readLength(r, "Update")
    const next = r.at + length
    out.detail(protocol, details.history | (deletes(type) ? 2 : 1))
    tellNode(r, out)
    if (r.at > next) throw new Malformed("OPC UA node passes the end of its history update")
    r.skip(next - r.at, "Update")
  }
}

function readCreateItems(r: Reader, out: Findings): void {
  r.u32le("Subscription")
  r.u32le("Timestamps to return")
  const count = readCount(r, "Items to create")
  for (let n = 0; n < count; n++) {
    r.group("Item to create")
    readItem(r, out)
    r.u32le("Monitoring mode")
    r.u32le("Client handle")
    r.skip(8, "Sampling interval")
    skipExtension(r, "Filter")
    r.u32le("Queue size")
    r.u8("Discard oldest")
    r.endGroup()
  }
}

function tellSubscription(r: Reader, out: Findings): void {
  out.place(areas.subscription, r.u32le("Subscription") & 0x7fffffff, 1)
}

function readSubscriptions(r: Reader, out: Findings): void {
  const count = readCount(r, "Subscriptions")
  for (let n = 0; n < count; n++) tellSubscription(r, out)
}

function tellEndpoint(r: Reader, out: Findings): void {
  const length = readLength(r, "Endpoint URL")
  if (length > 0) out.named(areas.endpoint, r.at, length)
  r.skip(length, "Endpoint URL")
}

type Read = (r: Reader, out: Findings, protocol: Protocol, wanted: Wanted, plain: boolean) => void
const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
  [422, tellEndpoint],
  [428, tellEndpoint],
  [467, (r, out, protocol, _wanted, plain) => readActivate(r, out, protocol, plain)],
  [488, readAddNodes],
  [494, readAddReferences],
  [500, readDeleteNodes],
  [506, readDeleteReferences],
  [527, readBrowse],
  [554, readTranslate],
  [560, readNodes],
  [566, readNodes],
  [631, (r, out, _protocol, wanted) => readRead(r, out, wanted)],
  [664, readHistoryRead],
  [673, readWrite],
  [700, readHistoryUpdate],
  [712, readCall],
  [751, readCreateItems],
  [763, tellSubscription],
  [769, tellSubscription],
  [775, tellSubscription],
  [781, tellSubscription],
  [793, tellSubscription],
  [832, tellSubscription],
  [841, readSubscriptions],
  [847, readSubscriptions],
])

/** What a request names, behind its header; `plain`: nothing of the channel is sealed. */
export const opcUaRequest = (service: number): Read | undefined => readers.get(service)
