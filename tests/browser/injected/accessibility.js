// What axe finds wrong, and what it leaves open, a line for each element. Gives {violations, incomplete}.
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, preload: false, resultTypes: ["violations", "incomplete"] });
  const why = (node) => node.any.concat(node.all, node.none).map((check) => check.message).join("; ");
  const told = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${why(node)}`);
  return { violations: found.violations.flatMap(told), incomplete: found.incomplete.flatMap(told) };
}
