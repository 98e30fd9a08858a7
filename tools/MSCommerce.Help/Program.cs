using MSCommerce.Help;

// The one argument is the repository's folder.
var root = args.Single();
var manifest = File.ReadAllText(Path.Combine(root, "MSCommerce.psd1"));
File.WriteAllText(Path.Combine(root, "module", "en-US", "MSCommerce.PowerShell.dll-Help.xml"), HelpFile.Compose(manifest));

// Pages of cmdlets that are gone go too.
var folder = Directory.CreateDirectory(Path.Combine(root, "docs", "cmdlets"));
foreach (var old in folder.EnumerateFiles("*.md"))
    old.Delete();
foreach (var (name, text) in CmdletPages.Compose(manifest))
    File.WriteAllText(Path.Combine(folder.FullName, name), text);
