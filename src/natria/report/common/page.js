// Makes the heads of tables into buttons that sort, and opens what is folded before printing. Nothing else.
(function () {
  "use strict";

  function key(row, place) {
    var cell = row.cells[place];
    var text = cell.textContent.trim();
    var value = cell.hasAttribute("data-sort") ? Number(cell.getAttribute("data-sort")) : null;
    return { value: value, unit: cell.getAttribute("data-unit") || "", text: text, none: value === null && (!text || text === "-") };
  }

  function compare(a, b, way) {
    if (a.none || b.none) return a.none - b.none; // what is empty stands last, whichever way
    if ((a.value === null) !== (b.value === null)) return (a.value === null) - (b.value === null);
    if (a.value === null) return way * a.text.localeCompare(b.text, "en", { numeric: true });
    if (a.unit !== b.unit) return a.unit < b.unit ? -1 : 1; // numbers of one unit stay together
    return way * (a.value - b.value);
  }

  function sort(table, heads, place) {
    var before = heads[place].getAttribute("aria-sort");
    var now = before === "ascending" ? "descending" : before === "descending" ? "none" : "ascending";
    heads.forEach(function (head, i) { head.setAttribute("aria-sort", i === place ? now : "none"); });
    var body = table.tBodies[0];
    var rows = [].slice.call(body.rows);
    rows.sort(function (a, b) {
      var by = now === "none" ? 0 : compare(key(a, place), key(b, place), now === "ascending" ? 1 : -1);
      return by || a.natriaPlace - b.natriaPlace; // equal ones keep the order in which they were written
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  [].forEach.call(document.querySelectorAll("table.sort"), function (table) {
    var heads = [].slice.call(table.tHead.rows[0].cells);
    [].forEach.call(table.tBodies[0].rows, function (row, i) { row.natriaPlace = i; });
    heads.forEach(function (head, place) {
      if (!head.textContent.trim()) return;
      var button = document.createElement("button");
      button.type = "button";
      button.title = "sort";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", function () { sort(table, heads, place); });
    });
  });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = [].filter.call(document.querySelectorAll("details.matter"), function (d) { return !d.open; });
    opened.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () { opened.forEach(function (d) { d.open = false; }); });
})();
