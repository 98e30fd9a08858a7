using MSCommerce.Help;

// The one argument is the file to write.
File.WriteAllText(args.Single(), HelpFile.Compose());
