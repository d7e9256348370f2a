"""Words that people make passwords of, in French and English: the stems of `common_passwords`.

Written by hand from what is generally known of passwords: greetings and endearments, first names, towns, clubs,
animals, food, months, keyboards, screens, the words of this wiki. Without accents, small letters.
"""

_SECRETS = """
password passwd passwort pass motdepasse mdp code secret secrete acces access admin administrateur administrator
root user utilisateur login connexion compte account guest invite test testing essai demo temp temporaire
default defaut changeme changezmoi changer letmein entrer enter open ouvrir ouvretoi sesame welcome bienvenue
master maitre system systeme serveur server ordinateur computer internet windows microsoft google facebook
instagram twitter youtube netflix amazon apple iphone samsung android orange bouygues wanadoo hotmail gmail
yahoo laposte linux ubuntu debian mysql postgres oracle cisco wifi network reseau bureau office travail work
entreprise company societe maison home nouveau nouvelle new ancien jamais never toujours always rien nothing oui
non yes super trop cool genial azertyuiop azerty qwerty qwertyuiop qwertz qsdfghjklm asdfghjkl wxcvbn zxcvbnm
abcdef abcd abc aqwzsx azeqsd qazwsx qweasd
"""

_FEELINGS = """
bonjour bonsoir salut coucou hello bonnenuit merci please thanks amour amours amore love lover iloveyou jetaime
jtaime toujours forever cheri cherie doudou bebe baby chouchou loulou minou minette nounours poupee princesse
princess prince reine queen roi king ange angel angelo coeur heart bisou bisous calin sourire smile bonheur
happy heureux joie vie life liberte freedom egalite fraternite espoir hope paix peace reve dream etoile star
lune moon soleil sunshine sun ciel sky nuit night jour day famille family maman mama mom papa daddy dad mere
pere frere soeur fille fils garcon enfant bebes copain copine ami amie amis friend friends beaute beau belle
jolie sexy folie fou folle chance lucky destin magie magic paradis enfer diable devil demon dieu god jesus maria
allah bouddha
"""

_NAMES = """
adam adele adrien agathe alain albert alex alexandra alexandre alexis alice aline amandine amelie anais andre
andrea angelique anna anne annie anthony antoine arnaud arthur audrey aurelie aurore baptiste barbara bastien
beatrice benjamin benoit bernard bertrand brigitte bruno camille carine carla carole caroline catherine cecile
cedric celia celine chantal charles charlotte chloe christelle christian christine christophe claire clara
claude clement clementine colette corinne cyril damien daniel daniele david delphine denis denise didier
dominique dylan edouard elena eliane elisa elisabeth elise elodie emilie emma emmanuel enzo eric estelle esther
eva evelyne fabien fabrice fanny florence florent florian francis francois francoise frederic gabriel gaelle
genevieve georges gerard gilbert gilles guillaume guy helene henri herve hugo ines isabelle jacqueline jacques
jade jean jeanne jennifer jeremy jerome jessica joel joelle jonathan joseph josiane julia julie julien juliette
justine karim karine kevin laetitia laura laure laurence laurent lea leo leon leonie lina lionel lisa loic lola
louis louise luc lucas lucie lucien ludovic lydie madeleine manon marc marcel margaux margot marguerite marie
marina marine marion marius martin martine mathieu mathilde matthieu maurice maxime melanie melissa michael
michel michele mickael mireille mohamed monique morgane myriam nadia nadine nathalie nathan nicolas nicole nina
noah noemie oceane odile olivia olivier pascal pascale patrice patricia patrick paul paulette pauline philippe
pierre quentin rachel raphael raymond regis remi renaud rene renee richard robert robin roger roland romain
romane rose sabrina samuel sandra sandrine sarah sebastien serge simon simone solange sonia sophie stephane
stephanie suzanne sylvain sylvie theo theodore therese thibault thierry thomas tom tristan valentin valentine
valerie vanessa veronique victor victoria vincent virginie viviane xavier yann yannick yasmine yves yvette
yvonne zoe ashley amanda andrew brandon brian charlie chris daniela george hannah harry jack jackson james jason
john jordan joshua justin matthew megan michelle mike nicholas oliver peter ryan samantha steven taylor tyler
william dupont durand
"""

_PLACES = """
paris marseille lyon toulouse nice nantes strasbourg montpellier bordeaux lille rennes reims toulon saintetienne
grenoble dijon angers nimes clermont villeurbanne lemans brest tours limoges amiens metz perpignan besancon
orleans rouen mulhouse caen nancy avignon poitiers lorient quimper bayonne biarritz cannes antibes annecy
chambery valence france francais french bretagne breizh normandie alsace corse provence auvergne savoie
occitanie picardie vendee guadeloupe martinique reunion guyane mayotte belgique bruxelles suisse geneve quebec
canada maroc algerie tunisie portugal espagne italie london londres newyork america california europe monde
world terre planete planet commune mairie village ville territoire territoires resilience resilient resiliente
citoyen citoyenne collectivite wiki wikipedia wikipartage partage transition climat energie eau foret jardin
"""

_GAMES = """
football foot soccer rugby tennis basket basketball baseball hockey judo danse dance musique music guitare piano
sport champion olympique psg om ol asse losc rcl rcsa stade arsenal barcelona barca realmadrid juventus
liverpool chelsea zidane mbappe ronaldo messi platini pokemon pikachu mario zelda nintendo playstation xbox
minecraft fortnite starwars batman superman spiderman avengers harrypotter hogwarts naruto sasuke dragonball
goku tintin asterix obelix mickey disney matrix gandalf frodo legolas metallica nirvana slipknot eminem rihanna
madonna johnny moto yamaha ducati honda kawasaki ferrari porsche mercedes bmw audi peugeot renault citroen
mustang corvette harley velo bateau voiture camion avion train
"""

_THINGS = """
chat chaton chatte chien chienne cheval poney lapin souris oiseau poisson dauphin tigre lion panthere loup ours
papillon coccinelle tortue serpent dragon aigle vache mouton cochon poule singe monkey cat dog kitty puppy horse
tiger wolf bear eagle dolphin butterfly bunny fleur flower rosier marguerite tulipe violette jasmin arbre
feuille plage mer ocean montagne riviere neige pluie orage tonnerre feu flamme pierre diamant perle cristal
argent money tresor gold chocolat chocolate caramel vanille nutella cookie biscuit gateau bonbon sucre cafe
coffee fromage camembert baguette croissant pizza pates tomate pomme banane cerise fraise orange citron peche
ananas cannelle vin biere champagne pastis ricard whisky vodka rouge bleu vert jaune noir blanc rose violet red
blue green yellow black white purple silver janvier fevrier mars avril mai juin juillet aout septembre octobre
novembre decembre january february march april june july august september october november december lundi mardi
mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday printemps ete
automne hiver spring summer autumn winter noel christmas vacances holiday anniversaire birthday ecole school
college lycee universite professeur docteur medecin infirmiere pompier police soldat pirate ninja warrior
guerrier hunter chasseur killer ghost fantome shadow ombre phoenix merlin trustno whatever monster viking legend
legende numero premier soleils table chaise fenetre porte clef cle lettre livre
"""

#: Words that say nothing by themselves and join the others: "j'aime le chocolat", "my little pony".
_GLUE = """
le la les l de du des d un une et a au aux en mon ma mes ton ta tes son sa ses notre nos je j tu il elle on est
suis jaime aime c ce cest i im my the is of and to me you your this for in petit petite grand grande little big
mr mme
"""
GLUE = frozenset(_GLUE.split())

STEMS = frozenset(f"{_SECRETS} {_FEELINGS} {_NAMES} {_PLACES} {_GAMES} {_THINGS}".split())
